# SPDX-License-Identifier: Apache-2.0
"""The client's own launcher: launcher.py EXECUTABLE PORT [CERTIFICATE KEY PASSPHRASE CA_FILE].

Starts the service with all plugins, connects, finds a second client unserved, stops it. Last line: 'launcher done'.
"""
import sys
import time

import brayns

executable, port, tls = sys.argv[1], sys.argv[2], sys.argv[3:]
server_ssl = client_ssl = None
if tls:
    certificate, key, passphrase, authority = tls
    server_ssl = brayns.SslServerContext(
        private_key_file=key, private_key_passphrase=passphrase, certificate_file=certificate
    )
    client_ssl = brayns.SslClientContext(cafile=authority)
service = brayns.Service(
    uri=f"localhost:{port}", ssl_context=server_ssl, log_level=brayns.LogLevel.INFO, executable=executable
)
connector = brayns.Connector(f"localhost:{port}", client_ssl, max_attempts=200)
with brayns.start(service, connector) as manager:
    application = brayns.get_application(manager.instance)
    assert application.plugins == [plugin.value for plugin in brayns.Plugin], application
    if not tls:
        begin = time.monotonic()
        try:
            brayns.Connector(f"localhost:{port}").connect()
        except brayns.ServiceUnavailableError:
            assert time.monotonic() - begin > 5
        else:
            raise AssertionError("a second client was served")
    else:
        try:
            brayns.Connector(f"localhost:{port}", brayns.SslClientContext()).connect()
        except brayns.InvalidServerCertificateError:
            pass
        else:
            raise AssertionError("the system trusts the test's authority")
    begin = time.monotonic()
    manager.process.stop()
    assert time.monotonic() - begin < 5
    logs = manager.process.logs
    assert "Service is listening" in logs, logs
print("launcher done")

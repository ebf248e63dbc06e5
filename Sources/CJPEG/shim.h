// SPDX-License-Identifier: Apache-2.0
//
// libjpeg-turbo's TurboJPEG API: it keeps libjpeg's setjmp to itself and is safe to call from Swift.
#include <turbojpeg.h>

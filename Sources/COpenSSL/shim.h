// SPDX-License-Identifier: Apache-2.0
#ifndef SCENE_RECIPE_COPENSSL_H
#define SCENE_RECIPE_COPENSSL_H

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#endif

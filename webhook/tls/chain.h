// What a server's chain and key must be. Any number of threads.
#pragma once

#include <string>
#include <vector>

#include "x509/certificate.h"

namespace tls {

// Puts the key's certificate first, then each certificate's issuer, then the rest: the order that a server sends,
// whatever the order of the file. False if no certificate belongs to the key.
bool SortChain(std::vector<x509::Certificate>& chain, EVP_PKEY* key);

// Empty if Go's TLS clients, kube-apiserver among them, can use the key; else the name of its kind or curve.
std::string UnsupportedKey(const EVP_PKEY* key);

}  // namespace tls

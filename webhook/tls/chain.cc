#include "tls/chain.h"

#include <openssl/err.h>
#include <openssl/obj_mac.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

namespace tls {

bool SortChain(std::vector<x509::Certificate>& chain, EVP_PKEY* key) {
  auto next = std::find_if(chain.begin(), chain.end(), [key](const x509::Certificate& certificate) {
    return X509_check_private_key(certificate.get(), key) == 1;
  });
  ERR_clear_error();
  if (next == chain.end()) {
    return false;
  }
  for (auto place = chain.begin(); next != chain.end(); ++place) {
    std::rotate(place, next, next + 1);
    next = std::find_if(place + 1, chain.end(), [place](const x509::Certificate& issuer) {
      return X509_check_issued(issuer.get(), place->get()) == X509_V_OK;
    });
  }
  return true;
}

std::string UnsupportedKey(const EVP_PKEY* key) {
  std::string kind = EVP_PKEY_get0_type_name(key);
  if (kind == "RSA" || kind == "ED25519") {
    return "";
  }
  if (kind != "EC") {
    return kind;
  }
  std::array<char, 80> curve{};
  EVP_PKEY_get_group_name(key, curve.data(), curve.size(), nullptr);
  const std::string name = curve.data();
  return name == SN_X9_62_prime256v1 || name == SN_secp384r1 || name == SN_secp521r1 ? "" : name;
}

}  // namespace tls

#include "certificates/bundle.h"

#include <algorithm>
#include <set>

#include "x509/certificate.h"

namespace certificates {
namespace {

std::set<std::string> Ids(std::string_view pem) {
  std::set<std::string> ids;
  for (const auto& certificate : x509::FindCertificates(pem)) {
    ids.insert(x509::Fingerprint(certificate.get()));
  }
  return ids;
}

bool IsOutdated(const X509* certificate, const std::set<std::string>& wanted) {
  return x509::CommonName(X509_get_subject_name(certificate)).rfind(kAuthorityPrefix, 0) == 0 &&
         wanted.count(x509::Fingerprint(certificate)) == 0;
}

}  // namespace

bool Holds(std::string_view bundle, std::string_view authorities) {
  const auto held = Ids(bundle);
  const auto asked = Ids(authorities);
  return std::includes(held.begin(), held.end(), asked.begin(), asked.end());
}

bool HoldsOutdated(std::string_view bundle, std::string_view wanted) {
  const auto ids = Ids(wanted);
  const auto held = x509::FindCertificates(bundle);
  return std::any_of(held.begin(), held.end(), [&](const auto& one) { return IsOutdated(one.get(), ids); });
}

std::string With(std::string_view bundle, std::string_view authorities) {
  std::string joined;
  std::set<std::string> present;
  for (const auto text : {bundle, authorities}) {
    for (const auto& certificate : x509::FindCertificates(text)) {
      if (present.insert(x509::Fingerprint(certificate.get())).second) {
        joined += x509::ToPem(certificate.get());
      }
    }
  }
  return joined;
}

std::string WithoutOutdated(std::string_view bundle, std::string_view wanted) {
  const auto ids = Ids(wanted);
  std::string rest;
  for (const auto& certificate : x509::FindCertificates(bundle)) {
    rest += IsOutdated(certificate.get(), ids) ? "" : x509::ToPem(certificate.get());
  }
  return rest.empty() ? std::string(bundle) : rest;
}

bool Trusts(std::string_view bundle, std::string_view chain, const std::string& ns, WallTime now) {
  return bundle.empty() ||
         x509::Verify(x509::FindCertificates(chain), x509::FindCertificates(bundle), {ServiceName(ns), now});
}

}  // namespace certificates

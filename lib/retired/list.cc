#include "retired/list.h"

#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/hex.h"
#include "json/read.h"
#include "json/write.h"

namespace retired {
namespace {

constexpr std::string_view kPrefix = "hmac-sha256:";
constexpr std::size_t kShownBytes = 16;

base::Error Wrong(const std::string& what) {
  return {base::Code::kInvalid, "the retired list (" + std::string(kListName) + ") " + what};
}

// HMAC-SHA-256, set up once for a key: OpenSSL looks algorithms up anew for each one-shot HMAC(), which takes several
// times as long as the hash itself.
class KeyedHash {
 public:
  KeyedHash() : algorithm_(EVP_MAC_fetch(nullptr, "HMAC", nullptr)), context_(EVP_MAC_CTX_new(algorithm_)) {}
  ~KeyedHash() {
    EVP_MAC_CTX_free(context_);
    EVP_MAC_free(algorithm_);
  }
  KeyedHash(const KeyedHash&) = delete;
  KeyedHash& operator=(const KeyedHash&) = delete;

  std::array<unsigned char, EVP_MAX_MD_SIZE> Of(const base::SecretBytes& key, std::string_view text) {
    if (key_ && key.Equals(*key_)) {
      EVP_MAC_init(context_, nullptr, 0, nullptr);
    } else {
      key_ = key.Clone();
      std::string digest = "SHA256";
      const std::array parameters{OSSL_PARAM_construct_utf8_string("digest", digest.data(), 0),
                                  OSSL_PARAM_construct_end()};
      EVP_MAC_init(context_, Bytes(key.Reveal()), key.size(), parameters.data());
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> result{};
    std::size_t length = 0;
    EVP_MAC_update(context_, Bytes(text), text.size());
    EVP_MAC_final(context_, result.data(), &length, result.size());
    return result;
  }

 private:
  static const unsigned char* Bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }

  EVP_MAC* const algorithm_;
  EVP_MAC_CTX* const context_;
  std::optional<base::SecretBytes> key_;
};

auto Matching(const List& list, std::string_view fingerprint) {
  // The ends are compared first: all of them begin alike.
  const auto end = fingerprint.substr(fingerprint.size() - std::min<std::size_t>(fingerprint.size(), 1));
  return std::find_if(list.entries.begin(), list.entries.end(), [&](const Entry& entry) {
    return entry.fingerprint.ends_with(end) && entry.fingerprint == fingerprint;
  });
}

}  // namespace

std::string Fingerprint(const base::SecretBytes& key, std::string_view token) {
  static thread_local KeyedHash hash;
  const auto digest = hash.Of(key, token);
  return std::string(kPrefix) + base::Hex({reinterpret_cast<const char*>(digest.data()), kShownBytes});
}

std::optional<std::string_view> List::RetiredAt(std::string_view fingerprint) const {
  const auto found = Matching(*this, fingerprint);
  if (found == entries.end()) {
    return std::nullopt;
  }
  return found->at;
}

void List::Add(std::string fingerprint, std::string at) {
  Remove(fingerprint);
  entries.push_back({std::move(fingerprint), std::move(at)});
  if (entries.size() > kMost) {
    entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(kMost));
  }
}

void List::Remove(std::string_view fingerprint) {
  const auto found = Matching(*this, fingerprint);
  if (found != entries.end()) {
    entries.erase(found);
  }
}

base::Result<List> Parse(std::string_view text) {
  List list;
  if (text.empty()) {
    return list;
  }
  const auto parsed = json::Object::Parse(text);
  if (!parsed) {
    return base::Fail(Wrong("is " + parsed.error().message));
  }
  const json::Value* root = &parsed->Root();
  if (json::Number(root, {"version"}, 0) != 1) {
    return base::Fail(Wrong("has no \"version\": 1"));
  }
  list.rotated_at = json::Text(root, {"rotatedAt"});
  const json::Value* entries = json::At(root, {"retired"});
  if (entries == nullptr || !entries->IsArray()) {
    return base::Fail(Wrong("has no array \"retired\""));
  }
  for (const auto& value : entries->GetArray()) {
    Entry entry{json::Text(&value, {"fingerprint"}), json::Text(&value, {"at"})};
    if (!entry.fingerprint.starts_with(kPrefix) || entry.at.empty()) {
      return base::Fail(
          Wrong("has an entry without fingerprint and time, number " + std::to_string(list.entries.size() + 1)));
    }
    list.entries.push_back(std::move(entry));
  }
  return list;
}

std::string Serialize(const List& list) {
  return json::Encode([&](json::Writer& writer) {
    writer.Key("version");
    writer.Int(1);
    json::Put(writer, "rotatedAt", list.rotated_at);
    writer.Key("retired");
    writer.StartArray();
    for (const auto& entry : list.entries) {
      writer.StartObject();
      json::Put(writer, "fingerprint", entry.fingerprint);
      json::Put(writer, "at", entry.at);
      writer.EndObject();
    }
    writer.EndArray();
  });
}

}  // namespace retired

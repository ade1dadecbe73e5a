#include "retired/list.h"

#include <openssl/evp.h>
#include <openssl/params.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/hex.h"

namespace retired {
namespace {

constexpr std::string_view kPrefix = "hmac-sha256:";
constexpr std::size_t kShownBytes = 16;

base::Error Wrong(const std::string& what) {
  return {base::Code::kInvalid, "the retired list (" + std::string(kListName) + ") " + what};
}

std::optional<std::string> Text(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || !found->value.IsString()) {
    return std::nullopt;
  }
  return std::string(found->value.GetString(), found->value.GetStringLength());
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

base::Result<List> Parse(std::string_view json) {
  List list;
  if (json.empty()) {
    return list;
  }
  rapidjson::Document document;
  document.Parse(json.data(), json.size());
  if (document.HasParseError()) {
    return base::Fail(Wrong("is not JSON: " + std::string(rapidjson::GetParseError_En(document.GetParseError())) +
                            " at offset " + std::to_string(document.GetErrorOffset())));
  }
  if (!document.IsObject() || !document.HasMember("version") || !document["version"].IsInt() ||
      document["version"].GetInt() != 1) {
    return base::Fail(Wrong("has no \"version\": 1"));
  }
  list.rotated_at = Text(document, "rotatedAt").value_or("");
  const auto entries = document.FindMember("retired");
  if (entries == document.MemberEnd() || !entries->value.IsArray()) {
    return base::Fail(Wrong("has no array \"retired\""));
  }
  for (const auto& value : entries->value.GetArray()) {
    auto fingerprint = value.IsObject() ? Text(value, "fingerprint") : std::nullopt;
    auto at = value.IsObject() ? Text(value, "at") : std::nullopt;
    if (!fingerprint || !at || fingerprint->rfind(kPrefix, 0) != 0) {
      return base::Fail(
          Wrong("has an entry without fingerprint and time, number " + std::to_string(list.entries.size() + 1)));
    }
    list.entries.push_back({std::move(*fingerprint), std::move(*at)});
  }
  return list;
}

std::string Serialize(const List& list) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  const auto string = [&](std::string_view text) {
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  };
  writer.StartObject();
  writer.Key("version");
  writer.Int(1);
  writer.Key("rotatedAt");
  string(list.rotated_at);
  writer.Key("retired");
  writer.StartArray();
  for (const auto& entry : list.entries) {
    writer.StartObject();
    writer.Key("fingerprint");
    string(entry.fingerprint);
    writer.Key("at");
    string(entry.at);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace retired

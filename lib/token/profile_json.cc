#include "token/profile_json.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>

#include "json/field_reader.h"
#include "json/located.h"

namespace token {
namespace {

using json::FieldReader;
using json::LocatedValue;
using json::Problems;
using json::TextFormat;

constexpr int kVersion = 1;
constexpr std::size_t kMaxBytes = 1U << 20U;  // What a ConfigMap holds.

bool Consists(std::string_view text, std::string_view of) {
  return !text.empty() && text.find_first_not_of(of) == std::string_view::npos;
}

// The text between two dots of a name. Kubernetes limits the length of the whole name alone.
bool IsNamePart(std::string_view text) {
  return Consists(text, "abcdefghijklmnopqrstuvwxyz0123456789-") && text.front() != '-' && text.back() != '-';
}

bool IsDnsLabel(std::string_view text) { return text.size() <= 63 && IsNamePart(text); }

bool IsDnsName(std::string_view text) {
  if (text.size() > 253) {
    return false;
  }
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t dot = std::min(text.find('.', begin), text.size());
    if (!IsNamePart(text.substr(begin, dot - begin))) {
      return false;
    }
    begin = dot + 1;
  }
  return true;
}

constexpr std::string_view kKeyCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
constexpr std::string_view kHeaderCharacters = kKeyCharacters.substr(0, 63);  // Without '_' and '.'.

bool IsPrintable(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

constexpr TextFormat kLabel{"a name of lower-case letters, digits and '-', at most 63", IsDnsLabel};
constexpr TextFormat kDnsName{"a Kubernetes name (lower-case letters, digits, '-' and '.')", IsDnsName};
constexpr TextFormat kKey{"a Secret's key (letters, digits, '-', '_' and '.')",
                          [](std::string_view text) { return text.size() <= 253 && Consists(text, kKeyCharacters); }};
constexpr TextFormat kUser{
    "a user name without blanks, for example system:serviceaccount:token-guard:token-rotator",
    [](std::string_view text) { return IsPrintable(text) && text.find_first_of(" \"'\\") > text.size(); }};
constexpr TextFormat kWord{"a word of 3 to 64 printable characters", [](std::string_view text) {
                             return IsPrintable(text) && text.size() >= 3 && text.size() <= 64;
                           }};
constexpr TextFormat kMethod{"GET, HEAD, POST or PUT", [](std::string_view text) {
                               return text == "GET" || text == "HEAD" || text == "POST" || text == "PUT";
                             }};
constexpr TextFormat kPath{"a path that begins with '/', without blanks", [](std::string_view text) {
                             return IsPrintable(text) && text.front() == '/' &&
                                    text.find(' ') == std::string_view::npos;
                           }};
constexpr TextFormat kHeader{"a header's name (letters, digits and '-')",
                             [](std::string_view text) { return Consists(text, kHeaderCharacters); }};
constexpr TextFormat kSentence{"one line of text", IsPrintable};

void ReadProof(const LocatedValue& node, const std::string& path, Problems& problems, Proof& proof) {
  FieldReader fields(node, path, problems);
  fields.Integer("port", 1, 65535, proof.port);
  fields.Text("method", kMethod, proof.method);
  fields.Text("path", kPath, proof.path);
  fields.Text("header", kHeader, proof.header);
  fields.Integer("accepted", 100, 599, proof.accepted);
  fields.Integer("refused", 100, 599, proof.refused);
  fields.Integer("intervalMs", 0, 60000, proof.interval_ms);
  if (proof.accepted == proof.refused) {
    problems.Add(node, path, "proves nothing: accepted and refused are the same status");
  }
}

Consumer ReadConsumer(const LocatedValue& node, const std::string& path, Problems& problems) {
  Consumer consumer;
  FieldReader fields(node, path, problems);
  fields.Require("deployment");
  fields.Text("deployment", kDnsName, consumer.deployment);
  if (const LocatedValue* proof = fields.Find("proof")) {
    consumer.has_proof = true;
    ReadProof(*proof, fields.PathOf("proof"), problems, consumer.proof);
  }
  return consumer;
}

Copy ReadCopy(const LocatedValue& node, const std::string& path, const Profile& profile, Problems& problems) {
  Copy copy{"", profile.secret, profile.key};
  FieldReader fields(node, path, problems);
  fields.Require("namespace");
  fields.Text("namespace", kLabel, copy.secret_namespace);
  fields.Text("secret", kDnsName, copy.secret);
  fields.Text("key", kKey, copy.key);
  if (copy.secret_namespace == profile.secret_namespace && copy.secret == profile.secret) {
    problems.Add(node, path, "is the guarded Secret itself");
  }
  return copy;
}

Profile ReadProfile(const LocatedValue& node, const std::string& path, Problems& problems) {
  Profile profile;
  profile.name.clear();
  FieldReader fields(node, path, problems);
  for (const char* name : {"name", "namespace", "secret", "key"}) {
    fields.Require(name);
  }
  fields.Text("name", kLabel, profile.name);
  fields.Text("namespace", kLabel, profile.secret_namespace);
  fields.Text("secret", kDnsName, profile.secret);
  fields.Text("key", kKey, profile.key);
  fields.OneOf("mode", {{"enforce", Mode::kEnforce}, {"audit", Mode::kAudit}}, profile.mode);
  fields.OneOf("encoding", {{"base64", Encoding::kBase64}, {"any", Encoding::kAny}}, profile.encoding);
  // 16 is the least that this guard vouches for, 2,048 the most that every HTTP header carries.
  fields.Integer("minLength", 16, 1024, profile.min_length);
  fields.Integer("maxLength", 24, 2048, profile.max_length);
  const std::size_t least =
      profile.encoding == Encoding::kBase64 ? (profile.min_length + 2) / 3 * 4 : profile.min_length;
  if (const LocatedValue* most = fields.Find("maxLength"); profile.max_length < least) {
    problems.Add(most != nullptr ? *most : node, fields.PathOf("maxLength"),
                 "is " + std::to_string(profile.max_length) + ": a token of minLength has " + std::to_string(least) +
                     " characters");
  }
  fields.Texts("words", kWord, profile.words);
  fields.Text("guardNamespace", kLabel, profile.guard_namespace);
  profile.rotator = "system:serviceaccount:" + profile.guard_namespace + ":token-rotator";
  fields.Text("rotator", kUser, profile.rotator);
  if (fields.Find("consumers") != nullptr) {
    profile.consumers.clear();
  }
  fields.Each("consumers", [&](const LocatedValue& item, const std::string& at) {
    profile.consumers.push_back(ReadConsumer(item, at, problems));
  });
  if (fields.Find("copies") != nullptr) {
    profile.copies.clear();
  }
  fields.Each("copies", [&](const LocatedValue& item, const std::string& at) {
    profile.copies.push_back(ReadCopy(item, at, profile, problems));
  });
  fields.Texts("outsideHolders", kSentence, profile.outside_holders);
  fields.Text("loginCommand", kSentence, profile.login_command);
  return profile;
}

}  // namespace

base::Result<std::vector<Profile>> ParseProfiles(std::string_view text) {
  const auto tree = json::ParseLocated(text);
  if (!tree) {
    return base::Fail(tree.error());
  }
  Problems problems;
  std::vector<Profile> profiles;
  {
    FieldReader fields(*tree, "", problems);
    int version = kVersion;
    fields.Require("version");
    fields.Integer("version", kVersion, kVersion, version);
    fields.Require("profiles");
    fields.Each("profiles", [&](const LocatedValue& item, const std::string& path) {
      profiles.push_back(ReadProfile(item, path, problems));
      const auto& name = profiles.back().name;
      if (!name.empty() && std::count_if(profiles.begin(), profiles.end(),
                                         [&](const Profile& other) { return other.name == name; }) > 1) {
        problems.Add(item, path + ".name", "is '" + name + "', as that of an earlier profile");
      }
    });
    if (const LocatedValue* list = fields.Find("profiles");
        list != nullptr && list->kind == LocatedValue::Kind::kArray && list->items.empty()) {
      problems.Add(*list, "profiles", "is empty: expected at least one profile");
    }
  }
  if (!problems.Empty()) {
    return base::Fail(base::Code::kInvalid, problems.Text());
  }
  return profiles;
}

std::string SerializeProfile(const Profile& profile) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
  writer.SetIndent(' ', 2);
  const auto text = [&](const char* name, const std::string& value) {
    writer.Key(name);
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  const auto whole = [&](const char* name, std::size_t value) {
    writer.Key(name);
    writer.Uint64(value);
  };
  const auto texts = [&](const char* name, const std::vector<std::string>& values) {
    writer.Key(name);
    writer.StartArray();
    for (const auto& value : values) {
      writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    }
    writer.EndArray();
  };
  writer.StartObject();
  whole("version", kVersion);
  writer.Key("profiles");
  writer.StartArray();
  writer.StartObject();
  text("name", profile.name);
  text("namespace", profile.secret_namespace);
  text("secret", profile.secret);
  text("key", profile.key);
  text("mode", profile.mode == Mode::kEnforce ? "enforce" : "audit");
  text("encoding", profile.encoding == Encoding::kBase64 ? "base64" : "any");
  whole("minLength", profile.min_length);
  whole("maxLength", profile.max_length);
  texts("words", profile.words);
  text("guardNamespace", profile.guard_namespace);
  text("rotator", profile.rotator);
  writer.Key("consumers");
  writer.StartArray();
  for (const auto& consumer : profile.consumers) {
    writer.StartObject();
    text("deployment", consumer.deployment);
    if (consumer.has_proof) {
      const Proof& proof = consumer.proof;
      writer.Key("proof");
      writer.StartObject();
      whole("port", static_cast<std::size_t>(proof.port));
      text("method", proof.method);
      text("path", proof.path);
      text("header", proof.header);
      whole("accepted", static_cast<std::size_t>(proof.accepted));
      whole("refused", static_cast<std::size_t>(proof.refused));
      whole("intervalMs", static_cast<std::size_t>(proof.interval_ms));
      writer.EndObject();
    }
    writer.EndObject();
  }
  writer.EndArray();
  writer.Key("copies");
  writer.StartArray();
  for (const auto& copy : profile.copies) {
    writer.StartObject();
    text("namespace", copy.secret_namespace);
    text("secret", copy.secret);
    text("key", copy.key);
    writer.EndObject();
  }
  writer.EndArray();
  texts("outsideHolders", profile.outside_holders);
  if (!profile.login_command.empty()) {
    text("loginCommand", profile.login_command);
  }
  writer.EndObject();
  writer.EndArray();
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

base::Result<Profile> LoadProfile(ports::Files& files, const ProfileSource& source) {
  const auto& [path, name, secret_namespace] = source;
  if (!secret_namespace.empty() && !path.empty()) {
    return base::Fail(base::Code::kInvalid,
                      "--namespace is for the built-in profile; each profile of " + path + " names its own");
  }
  if (!secret_namespace.empty() && !IsDnsLabel(secret_namespace)) {
    return base::Fail(base::Code::kInvalid,
                      "--namespace is '" + secret_namespace + "': expected " + std::string(kLabel.expected));
  }
  std::vector<Profile> profiles{secret_namespace.empty() ? KeptnProfile() : KeptnProfile(secret_namespace)};
  if (!path.empty()) {
    const auto text = files.Read(path, kMaxBytes);
    if (!text) {
      return base::Fail(text.error());
    }
    auto parsed = ParseProfiles(text->Reveal());
    if (!parsed) {
      std::string message = path + ": " + parsed.error().message;
      for (std::size_t at = 0; (at = message.find("\nline ", at)) != std::string::npos; at += path.size() + 3) {
        message.insert(at + 1, path + ": ");
      }
      return base::Fail(parsed.error().code, message);
    }
    profiles = std::move(*parsed);
  }
  std::string names;
  for (auto& profile : profiles) {
    if (profile.name == name || (name.empty() && profiles.size() == 1)) {
      return std::move(profile);
    }
    names += (names.empty() ? "" : ", ") + profile.name;
  }
  const std::string where = path.empty() ? "the built-in set" : path;
  return base::Fail(base::Code::kInvalid, name.empty()
                                              ? where + " holds several profiles: --profile has to name one of " + names
                                              : where + " holds no profile " + "'" + name + "': expected " + names);
}

}  // namespace token

// What is guarded and how: one profile per guarded Secret.
//
// A plain value. The Keptn profile is built in (KeptnProfile); others come from a JSON file (profile_json.h), which
// documents the schema. Nothing here reads a file.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace token {

enum class Encoding {
  kBase64,  // The stored value is canonical base64; the policy judges the decoded bytes.
  kAny,     // Any printable ASCII text.
};

enum class Mode {
  kEnforce,  // A finding that denies, denies.
  kAudit,    // Evaluate, count and log; deny nothing.
};

// The request that proves a token: sent to each ready pod of a consumer.
struct Proof {
  int port = 8080;
  std::string method = "POST";
  std::string path = "/v1/auth";
  std::string header = "x-token";
  int accepted = 200;      // What the live token is answered with.
  int refused = 401;       // What any other token is answered with.
  int interval_ms = 1000;  // No more than one request per pod in this time: Keptn's limit is 1/s, burst 2.
};

// A Deployment that reads the token at its start.
struct Consumer {
  std::string deployment;
  bool has_proof = false;  // Without one, a pod counts as proven when it started after the token was set.
  Proof proof;
};

// Another Secret that is kept equal to the guarded one.
struct Copy {
  std::string secret_namespace;
  std::string secret;
  std::string key;
};

struct Profile {
  std::string name = "keptn";
  std::string secret_namespace = "keptn";
  std::string secret = "keptn-api-token";
  std::string key = "keptn-api-token";
  Mode mode = Mode::kEnforce;
  Encoding encoding = Encoding::kBase64;
  std::size_t min_length = 16;  // Bytes once decoded under kBase64, characters under kAny: Keptn's documented minimum.
  std::size_t max_length = 2048;   // Characters as stored: beyond it no HTTP header carries the token safely.
  std::vector<std::string> words;  // Further words that a guess would start with, for example the company's name.
  std::string guard_namespace = "token-guard";  // Where webhook and rotator run and keep their state.
  std::string rotator = "system:serviceaccount:token-guard:token-rotator";  // Exact userInfo.username.
  std::vector<Consumer> consumers;
  std::vector<Copy> copies;
  std::vector<std::string> outside_holders;  // Who else holds the token: sentences for the rotation's report.
  std::string login_command;                 // What a person runs after a rotation; holds no token.
};

// The built-in profile, for a Keptn in this namespace: consumers api-service (with proof) and bridge.
Profile KeptnProfile(const std::string& secret_namespace = "keptn");

}  // namespace token

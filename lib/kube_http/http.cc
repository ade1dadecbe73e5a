#include "kube_http/http.h"

#include <curl/curl.h>

#include <algorithm>

namespace kube_http {
namespace {

struct EasyFreer {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListFreer {
  void operator()(curl_slist* list) const {
    // A header line may hold a bearer token or the token under proof.
    for (const curl_slist* entry = list; entry != nullptr; entry = entry->next) {
      std::fill_n(static_cast<volatile char*>(entry->data), std::char_traits<char>::length(entry->data), '\0');
    }
    curl_slist_free_all(list);
  }
};
using Easy = std::unique_ptr<CURL, EasyFreer>;
using List = std::unique_ptr<curl_slist, ListFreer>;

constexpr std::size_t kMostAnswer = 16U << 20U;  // A list of pods of one Deployment is far smaller.

// Grows by hand, so that no copy of a Secret stays behind.
struct Sink {
  std::string bytes;
  static std::size_t Write(char* data, std::size_t, std::size_t count, void* user) {
    auto& bytes = static_cast<Sink*>(user)->bytes;
    if (bytes.size() + count > kMostAnswer) {
      return 0;
    }
    if (bytes.capacity() < bytes.size() + count) {
      std::string larger;
      larger.reserve(std::max<std::size_t>(16384, (bytes.size() + count) * 2));
      larger.append(bytes);
      base::Wipe(bytes);
      bytes = std::move(larger);
    }
    bytes.append(data, count);
    return count;
  }
};

void Append(List& list, const std::string& line) {
  curl_slist* grown = curl_slist_append(list.release(), line.c_str());
  list.reset(grown);
}

void SetManners(CURL* easy, std::chrono::milliseconds deadline) {
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "token-rotator");
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(deadline.count()));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(deadline.count()));
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Sink::Write);
}

// Whether the request may have reached the other side.
bool MayHaveActed(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
      return false;
    default:
      return true;
  }
}

class CurlHttp final : public Http {
 public:
  CurlHttp(Access access, ports::Files& files, std::chrono::milliseconds deadline)
      : access_(std::move(access)), files_(files), easy_(curl_easy_init()) {
    CURL* easy = easy_.get();
    SetManners(easy, deadline);
    const auto blob = [easy](CURLoption option, std::string_view bytes) {
      if (!bytes.empty()) {
        curl_blob data{const_cast<char*>(bytes.data()), bytes.size(), CURL_BLOB_COPY};
        curl_easy_setopt(easy, option, &data);
      }
    };
    blob(CURLOPT_CAINFO_BLOB, access_.ca_pem);
    blob(CURLOPT_SSLCERT_BLOB, access_.certificate_pem);
    blob(CURLOPT_SSLKEY_BLOB, access_.key_pem.Reveal());
  }

  base::Result<HttpAnswer> Send(const std::string& method, const std::string& path, const std::string& content_type,
                                const base::SecretBytes& body) override {
    List headers;
    Append(headers, "Accept: application/json");
    Append(headers, "Expect:");
    if (!body.Empty()) {
      Append(headers, "Content-Type: " + content_type);
    }
    if (auto authorized = Authorize(headers); !authorized) {
      return base::Fail(authorized.error());
    }
    CURL* easy = easy_.get();
    Sink sink;
    const std::string url = access_.server + path;
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &sink);
    if (body.Empty()) {
      curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
      curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method.c_str());
    } else {
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.Reveal().data());
    }
    const CURLcode code = curl_easy_perform(easy);
    HttpAnswer answer;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
    answer.body = base::SecretBytes(std::move(sink.bytes));
    if (code != CURLE_OK) {
      const bool lost = method != "GET" && MayHaveActed(code);
      return base::Fail(lost ? base::Code::kUnknown : base::Code::kUnavailable,
                        "the API server " + access_.server + " does not answer: " + curl_easy_strerror(code));
    }
    return answer;
  }

 private:
  base::Result<void> Authorize(List& headers) {
    base::SecretBytes token = access_.token.Clone();
    if (!access_.token_file.empty()) {
      auto read = files_.Read(access_.token_file, 65536);
      if (!read) {
        return base::Fail(read.error().With("the service account's token"));
      }
      token = base::SecretBytes(std::move(*read));
    }
    if (!token.Empty()) {
      std::string line = "Authorization: Bearer ";
      line.reserve(line.size() + token.size());
      line += token.Reveal();
      line.erase(line.find_last_not_of("\r\n") + 1);
      Append(headers, line);
      base::Wipe(line);
    }
    return {};
  }

  Access access_;
  ports::Files& files_;
  Easy easy_;
};

}  // namespace

base::Result<std::unique_ptr<Http>> Connect(Access access, ports::Files& files, std::chrono::milliseconds deadline) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  return std::unique_ptr<Http>(new CurlHttp(std::move(access), files, deadline));
}

base::Result<int> CurlPodProbe::Ask(const std::string& ip, const token::Proof& proof, const base::SecretBytes& token) {
  const Easy easy(curl_easy_init());
  constexpr std::chrono::seconds kDeadline(5);
  SetManners(easy.get(), kDeadline);
  Sink sink;
  List headers;
  std::string line = proof.header + ": ";
  line.reserve(line.size() + token.size());
  line += token.Reveal();
  Append(headers, line);
  base::Wipe(line);
  const bool v6 = ip.find(':') != std::string::npos;
  const std::string url = "http://" + (v6 ? "[" + ip + "]" : ip) + ":" + std::to_string(proof.port) + proof.path;
  curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &sink);
  if (proof.method != "GET") {
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, "");
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE, 0L);
  }
  curl_easy_setopt(easy.get(), CURLOPT_CUSTOMREQUEST, proof.method.c_str());
  const CURLcode code = curl_easy_perform(easy.get());
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  base::Wipe(sink.bytes);
  if (code != CURLE_OK) {
    return base::Fail(base::Code::kUnavailable, "the pod at " + ip + " does not answer: " + curl_easy_strerror(code));
  }
  return static_cast<int>(status);
}

}  // namespace kube_http

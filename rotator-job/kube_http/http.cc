#include "kube_http/http.h"

#include <utility>

#include "base/secret_text.h"
#include "kube_http/curl.h"

namespace kube_http {
namespace {

constexpr std::chrono::seconds kProbeDeadline(5);  // A ready pod answers in milliseconds.

// Whether the request may have reached the server.
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

void Identify(CURL* easy, const Access& access) {
  const auto blob = [easy](CURLoption option, std::string_view bytes) {
    if (!bytes.empty()) {
      curl_blob data{const_cast<char*>(bytes.data()), bytes.size(), CURL_BLOB_COPY};
      curl_easy_setopt(easy, option, &data);
    }
  };
  blob(CURLOPT_CAINFO_BLOB, access.ca_pem);
  blob(CURLOPT_SSLCERT_BLOB, access.certificate_pem);
  blob(CURLOPT_SSLKEY_BLOB, access.key_pem.Reveal());
}

List Headers(const Access& access, const std::string& accept) {
  List headers;
  Append(headers, base::SecretText("Accept: " + accept));
  Append(headers, base::SecretText("Expect:"));
  if (!access.token.Empty()) {
    base::SecretText line("Authorization: Bearer ");
    line.append(access.token.Reveal());
    Append(headers, std::move(line));
  }
  return headers;
}

std::string NoAnswer(const Access& access, CURLcode code) {
  return "the API server " + access.server +
         (code == CURLE_PEER_FAILED_VERIFICATION
              ? std::string(
                    " is not trusted: its certificate is not issued by the configured authority, or has another "
                    "name, or has expired")
              : std::string(" does not answer: ") + curl_easy_strerror(code));
}

std::optional<std::chrono::system_clock::time_point> DateOf(CURL* easy) {
  curl_header* header = nullptr;
  const bool found = curl_easy_header(easy, "Date", 0, CURLH_HEADER, -1, &header) == CURLHE_OK;
  const std::time_t date = found ? curl_getdate(header->value, nullptr) : -1;
  return date < 0 ? std::nullopt : std::optional(std::chrono::system_clock::from_time_t(date));
}

std::string PodUrl(const std::string& ip, long port, const std::string& path) {
  const bool v6 = ip.find(':') != std::string::npos;
  return "http://" + (v6 ? "[" + ip + "]" : ip) + ":" + std::to_string(port) + path;
}

// A watch: a curl handle of its own, driven by calls of Next.
class CurlStream final : public HttpStream {
 public:
  CurlStream(const Access& access, const std::string& path, const std::string& user_agent)
      : headers_(Headers(access, "application/json")),
        easy_(curl_easy_init()),
        multi_(curl_multi_init()),
        server_(access.server) {
    CURL* easy = easy_.get();
    SetDefaults(easy, user_agent, std::chrono::milliseconds(0));
    constexpr long kConnectMs = 10000;
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
    Identify(easy, access);
    curl_easy_setopt(easy, CURLOPT_URL, (access.server + path).c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &sink_);
    curl_multi_add_handle(multi_.get(), easy);
  }
  ~CurlStream() override { curl_multi_remove_handle(multi_.get(), easy_.get()); }
  CurlStream(const CurlStream&) = delete;
  CurlStream& operator=(const CurlStream&) = delete;

  base::Result<std::vector<std::string>> Next(std::chrono::milliseconds wait) override {
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    if (running > 0 && sink_.bytes.Reveal().find('\n') == std::string_view::npos) {
      curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(wait.count()), nullptr);
      curl_multi_perform(multi_.get(), &running);
    }
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 0 && status != 200) {
      // The caller lists again, and that call fails for good if this status is for good.
      return base::Fail(base::Code::kUnavailable, "watch: HTTP status " + std::to_string(status));
    }
    std::vector<std::string> lines;
    const std::string_view bytes = sink_.bytes.Reveal();
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = bytes.find('\n', begin)) != std::string_view::npos; begin = end + 1) {
      lines.emplace_back(bytes.substr(begin, end - begin));
    }
    sink_.bytes.DropFront(begin);
    if (lines.empty() && running == 0) {
      return base::Fail(base::Code::kUnavailable, "the watch of " + server_ + " has ended");
    }
    return lines;
  }

 private:
  List headers_;
  Sink sink_;
  Easy easy_;
  Multi multi_;
  std::string server_;
};

class CurlHttp final : public Http {
 public:
  CurlHttp(Credentials& credentials, std::string user_agent, std::chrono::milliseconds deadline)
      : credentials_(credentials), user_agent_(std::move(user_agent)), deadline_(deadline) {}

  base::Result<HttpAnswer> Send(const HttpRequest& request) override {
    if (auto ready = Prepare(); !ready) {
      return base::Fail(ready.error());
    }
    const Access& access = credentials_.Current();
    List headers = Headers(access, request.accept);
    if (!request.body.Empty()) {
      Append(headers, base::SecretText("Content-Type: " + request.content_type));
    }
    CURL* easy = easy_.get();
    Sink sink;
    curl_easy_setopt(easy, CURLOPT_URL, (access.server + request.path).c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &sink);
    if (request.body.Empty()) {
      curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    } else {
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.Reveal().data());
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    const CURLcode code = curl_easy_perform(easy);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, nullptr);
    HttpAnswer answer;
    answer.body = base::SecretBytes(sink.bytes.Reveal());
    if (code != CURLE_OK) {
      if (code == CURLE_WRITE_ERROR && request.method == "GET") {
        return base::Fail(base::Code::kInvalid, "the API server " + access.server + " sends more than 16 MiB");
      }
      const bool lost = request.method != "GET" && MayHaveActed(code);
      return base::Fail(lost ? base::Code::kUnknown : base::Code::kUnavailable, NoAnswer(access, code));
    }
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_off_t retry_after = 0;
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after);
    answer.retry_after = std::chrono::seconds(retry_after);
    answer.date = DateOf(easy);
    // 401: nothing was done. Once more, with a renewed credential.
    if (answer.status == 401 && credentials_.Renew()) {
      return Send(request);
    }
    return answer;
  }

  base::Result<std::unique_ptr<HttpStream>> Open(const std::string& path) override {
    if (auto ready = Prepare(); !ready) {
      return base::Fail(ready.error());
    }
    return std::unique_ptr<HttpStream>(new CurlStream(credentials_.Current(), path, user_agent_));
  }

 private:
  // A new CA or client certificate needs a new handle: open connections use the old one.
  base::Result<void> Prepare() {
    if (auto fresh = credentials_.Refresh(); !fresh) {
      return fresh;
    }
    if (!easy_ || generation_ != credentials_.Generation()) {
      easy_.reset(curl_easy_init());
      generation_ = credentials_.Generation();
      SetDefaults(easy_.get(), user_agent_, deadline_);
      Identify(easy_.get(), credentials_.Current());
    }
    return {};
  }

  Credentials& credentials_;
  const std::string user_agent_;
  const std::chrono::milliseconds deadline_;
  Easy easy_;
  int generation_ = 0;
};

}  // namespace

base::Result<std::unique_ptr<Http>> Connect(Credentials& credentials, const std::string& user_agent,
                                            std::chrono::milliseconds deadline) {
  InitialiseCurl();
  return std::unique_ptr<Http>(new CurlHttp(credentials, user_agent, deadline));
}

base::Result<int> CurlPodProbe::Ask(const std::string& ip, const token::Proof& proof, const base::SecretBytes& token) {
  const Easy easy(curl_easy_init());
  SetDefaults(easy.get(), "token-rotator", kProbeDeadline);
  Sink sink;
  List headers;
  base::SecretText line(proof.header + ": ");
  line.append(token.Reveal());
  Append(headers, std::move(line));
  curl_easy_setopt(easy.get(), CURLOPT_URL, PodUrl(ip, proof.port, proof.path).c_str());
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &sink);
  if (proof.method == "HEAD") {
    curl_easy_setopt(easy.get(), CURLOPT_NOBODY, 1L);
  } else if (proof.method != "GET") {
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, "");
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE, 0L);
  }
  curl_easy_setopt(easy.get(), CURLOPT_CUSTOMREQUEST, proof.method.c_str());
  const CURLcode code = curl_easy_perform(easy.get());
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  if (code != CURLE_OK) {
    return base::Fail(base::Code::kUnavailable, "the pod at " + ip + " does not answer: " + curl_easy_strerror(code));
  }
  return static_cast<int>(status);
}

base::Result<std::string> GetFromPod(const std::string& ip, long port, const std::string& path) {
  const Easy easy(curl_easy_init());
  SetDefaults(easy.get(), "token-rotator", kProbeDeadline);
  Sink sink;
  curl_easy_setopt(easy.get(), CURLOPT_URL, PodUrl(ip, port, path).c_str());
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &sink);
  const CURLcode code = curl_easy_perform(easy.get());
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  if (code != CURLE_OK || status != 200) {
    return base::Fail(base::Code::kUnavailable,
                      "the pod at " + ip + " does not answer: " +
                          (code != CURLE_OK ? curl_easy_strerror(code) : "HTTP status " + std::to_string(status)));
  }
  return std::string(sink.bytes.Reveal());
}

}  // namespace kube_http

// Pistache 0.0.5 as it comes, with TLS and a simple check of the token: what token-webhook is measured against
// (benchmarks/webhook.sh). usage: stock_pistache PORT CERTIFICATE KEY
#include <pistache/endpoint.h>
#include <rapidjson/document.h>

#include <csignal>
#include <string>

namespace {

std::string Answer(const std::string& body) {
  rapidjson::Document review;
  review.Parse(body.data(), body.size());
  if (review.HasParseError() || !review.IsObject() || !review.HasMember("request")) {
    return "{}";
  }
  const auto& request = review["request"];
  const std::string token = request["object"]["data"]["keptn-api-token"].GetString();
  return R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":")" +
         std::string(request["uid"].GetString()) + R"(","allowed":)" + (token.size() >= 24 ? "true" : "false") + "}}";
}

class Handler : public Pistache::Http::Handler {
  HTTP_PROTOTYPE(Handler)

  void onRequest(const Pistache::Http::Request& request, Pistache::Http::ResponseWriter response) override {
    response.send(Pistache::Http::Code::Ok, Answer(request.body()), MIME(Application, Json));
  }
};

}  // namespace

int main(int, char** arguments) {
  std::signal(SIGPIPE, SIG_IGN);  // Or the first client that leaves early ends the measurement.
  Pistache::Http::Endpoint endpoint(Pistache::Address("127.0.0.1", Pistache::Port(std::stoi(arguments[1]))));
  endpoint.init(Pistache::Http::Endpoint::options().threads(2).flags(Pistache::Tcp::Options::ReuseAddr));
  endpoint.useSSL(arguments[2], arguments[3]);
  endpoint.setHandler(Pistache::Http::make_handler<Handler>());
  endpoint.serve();
}

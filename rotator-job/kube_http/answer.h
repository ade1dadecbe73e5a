// The frame of every decoder of the API server's answers. Internal to this module.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "json/read.h"
#include "kube/client.h"

namespace kube_http {

// Parses an answer; `decode` gets the object and the error to return if a required member is missing. An answer that is
// not JSON is kUnavailable: the connection broke in the middle, and the next try may succeed.
template <typename T, typename Decode>
base::Result<T> WithDocument(std::string_view body, const char* what, Decode decode) {
  base::Result<T> unreadable =
      base::Fail(base::Code::kUnavailable, std::string("the API server's answer is no ") + what + ": cut or garbled");
  const auto object = json::Object::Parse(body);
  return object ? decode(object->Root(), std::move(unreadable)) : std::move(unreadable);
}

// The controlling owner; empty if there is none.
kube::Owner OwnerOf(const json::Value* object);

}  // namespace kube_http

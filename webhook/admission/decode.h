// Reads AdmissionReview v1 from JSON (https://pkg.go.dev/k8s.io/api/admission/v1).
//
// Pure. Any number of threads.
#pragma once

#include <cstddef>
#include <string_view>

#include "admission/review.h"
#include "base/error.h"

namespace admission {

// Reads `size` bytes at `json`; a NUL must follow them. Decodes in place and overwrites the bytes: the caller wipes
// them afterwards, because they may hold a token. `key` is the profile's key; only its value is decoded.
//
// A Secret of a wrong form is not an error: see Secret::malformed. An error (kInvalid) means that there is no uid to
// answer; its message is one sentence without any of the bytes. If a member occurs twice, the last one counts, as in
// kube-apiserver. Memory: only what is kept, at most twice `size`; nesting deeper than 100 is an error.
base::Result<Review> Decode(char* json, std::size_t size, std::string_view key);

// Whether a value of the annotation kLastApplied contains a copy of the value of `key`.
bool HoldsCopy(std::string_view last_applied, std::string_view key);

}  // namespace admission

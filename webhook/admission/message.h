// The texts that the person behind a write reads. Pure. No text holds a token.
//
// kubectl prints line breaks as they are. A denial has a line for each finding, then one remedy, then its command on
// lines of their own: at most kMaxLines lines of kMaxColumns characters, if the profile's names have a usual length.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "admission/review.h"
#include "token/policy.h"

namespace admission {

constexpr std::size_t kMaxLines = 12;
constexpr std::size_t kMaxColumns = 100;

// The message of a denial. Adds what the rejected command has done besides, as far as operation and field manager tell:
// client-side kubectl apply prints the token, kubectl replace --force deletes the Secret first.
std::string DenialMessage(const Review& review, const std::vector<token::Finding>& findings,
                          const token::Profile& profile);

// A finding as one line.
std::string WarningText(const token::Finding& finding);

// What kubectl prints as warnings: the line of each finding that does not deny. Where the write is accepted, the
// command of a finding follows on a line of its own if it is one of kubectl alone. Kubernetes asks for 120 characters a
// line.
std::vector<std::string> Warnings(const std::vector<token::Finding>& findings, bool accepted);

}  // namespace admission

#include "token/content_rules.h"

#include "base/base64.h"
#include "token/remedies.h"

namespace token {
namespace {

constexpr Found kNothing = std::nullopt;

std::string_view WithoutLineEnd(std::string_view stored) {
  return stored.substr(0, stored.find_last_not_of("\r\n") + 1);
}

// ", in base64 in hexadecimal digits": the layers from the inside out, the prescribed base64 last.
std::string LayersOf(const Evidence& e) {
  std::string layers;
  bool encoded = false;
  const auto add = [&](std::string_view phrase) {
    const bool in = phrase.substr(0, 3) == "in ";
    layers.append(in && encoded ? " " : ", ").append(phrase);
    encoded = in;
  };
  const auto& found = e.guessable->layers;
  for (auto layer = found.rbegin(); layer != found.rend(); ++layer) {
    add(guesswork::LayerPhrase(layer->layer));
  }
  if (e.decoded && !e.guessable_as_stored) {
    add("in base64");
  }
  return layers;
}

bool HasBase64Inside(const Evidence& e) {
  return e.guessable && !e.guessable_as_stored && !e.guessable->layers.empty() &&
         e.guessable->layers.front().layer == guesswork::Layer::kBase64;
}

}  // namespace

Found TooShort(const Evidence& e) {
  if (e.stored.empty()) {
    return kNothing;
  }
  if (e.profile.encoding == Encoding::kAny) {
    if (e.stored.size() >= e.profile.min_length) {
      return kNothing;
    }
    return NewToken("the token has " + std::to_string(e.stored.size()) + " characters; at least " +
                        std::to_string(e.profile.min_length) + " are needed",
                    e.profile);
  }
  if (!e.decoded) {
    return kNothing;
  }
  // Every second byte of UTF-16 text is as good as known: only its characters count.
  const bool utf16 =
      e.text && (e.text->kind == guesswork::TextKind::kUtf16Le || e.text->kind == guesswork::TextKind::kUtf16Be);
  const std::size_t length = utf16 ? e.decoded->size() / 2 : e.decoded->size();
  if (length >= e.profile.min_length) {
    return kNothing;
  }
  return NewToken("the token holds " + std::to_string(length) + (utf16 ? " characters of UTF-16 text" : " bytes") +
                      " once decoded; at least " + std::to_string(e.profile.min_length) + " are needed",
                  e.profile);
}

Found TooLong(const Evidence& e) {
  if (e.stored.size() <= e.profile.max_length) {
    return kNothing;
  }
  return NewToken("the token has " + std::to_string(e.stored.size()) +
                      " characters; no HTTP header carries more than " + std::to_string(e.profile.max_length) +
                      " safely",
                  e.profile);
}

Found Guessable(const Evidence& e) {
  if (!e.guessable || (!guesswork::HasPattern(*e.guessable) && TooShort(e))) {
    return kNothing;
  }
  // A long description: nothing of it is easy to guess in itself.
  const bool is_long = e.guessable->bits >= guesswork::kLeastBits;
  return NewToken("the token is easy to guess: " + guesswork::PatternOf(*e.guessable) + LayersOf(e) +
                      (is_long ? "; too little of it is random" : ""),
                  e.profile);
}

Found Published(const Evidence& e) {
  const bool found = guesswork::IsPublished(WithoutLineEnd(e.stored)) ||
                     (e.decoded && guesswork::IsPublished(WithoutLineEnd(e.decoded->Reveal())));
  if (!found) {
    return kNothing;
  }
  return NewToken("the token is an example that was published in a manual or a chart", e.profile);
}

Found DoubleEncoded(const Evidence& e) {
  if (!e.decoded || !e.text || e.decoded->size() < e.profile.min_length) {
    return kNothing;
  }
  const auto inner = WithoutLineEnd(e.decoded->Reveal());
  const bool weak = HasBase64Inside(e);
  // A typed password may be base64 by chance where it has no padding: an '=' at the end is telling, or what is inside.
  if (!weak && (inner.empty() || inner.back() != '=' || base::CheckBase64(inner))) {
    return kNothing;
  }
  Complaint complaint{"the value is encoded twice: the base64 holds base64 text",
                      "leave one encoding out, unless it is meant so", ""};
  if (weak) {
    complaint = NewToken("the value is encoded twice, and what the inner base64 holds is easy to guess", e.profile);
    complaint.denies = true;
  }
  return complaint;
}

}  // namespace token

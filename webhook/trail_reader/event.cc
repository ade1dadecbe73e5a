#include "trail_reader/event.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/time_text.h"

namespace trail_reader {
namespace {

using rapidjson::Value;

constexpr std::array<std::pair<std::string_view, Type>, 6> kTypes{{{"decision", Type::kDecision},
                                                                   {"summary", Type::kSummary},
                                                                   {"lost", Type::kLost},
                                                                   {"opening", Type::kOpening},
                                                                   {"closing", Type::kClosing},
                                                                   {"rotation", Type::kRotation}}};
constexpr int kNewest = 2;
constexpr std::size_t kMaxMembers = 64;    // Of a line.
constexpr std::size_t kMaxInstance = 512;  // Bytes: instances are kept. A pod's name has up to 253.

std::string_view AsText(const Value& value) {
  return value.IsString() ? std::string_view(value.GetString(), value.GetStringLength()) : std::string_view();
}

const Value* Member(const Value& object, const char* name) {
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

// Two members have the same name: programs would disagree about the value.
bool IsAmbiguous(const Value& object) {
  std::uint64_t seen = 0;  // A bit for each name, which several names may share.
  for (auto member = object.MemberBegin(); member != object.MemberEnd(); ++member) {
    const auto name = AsText(member->name);
    const auto bit =
        std::uint64_t{1} << ((7 * name.size() + (name.empty() ? 0U : static_cast<unsigned char>(name.back()))) % 64);
    if ((seen & bit) != 0 &&
        std::any_of(object.MemberBegin(), member, [&](const auto& other) { return AsText(other.name) == name; })) {
      return true;
    }
    seen |= bit;
  }
  return false;
}

}  // namespace

bool Event::Closes() const { return type == Type::kClosing || (type == Type::kRotation && step == "end"); }

std::string_view EventParser::Text(const char* name) const {
  const Value* const value = Member(document_, name);
  return value == nullptr ? std::string_view() : AsText(*value);
}

bool EventParser::Flag(const char* name) const {
  const Value* const value = Member(document_, name);
  return value != nullptr && value->IsBool() && value->GetBool();
}

std::uint64_t EventParser::Count(const char* name) const {
  const Value* const value = Member(document_, name);
  return value != nullptr && value->IsUint64() ? value->GetUint64() : 0;
}

base::Result<void> EventParser::Parse(std::string_view line) {
  auto findings = std::move(event_.findings);  // Keeps its memory.
  findings.clear();
  event_ = {};
  event_.findings = std::move(findings);
  text_.assign(line.begin(), line.end());
  text_.push_back('\0');
  document_.GetAllocator().Clear();
  document_.ParseInsitu<rapidjson::kParseIterativeFlag | rapidjson::kParseInsituFlag>(text_.data());
  // The parser takes a NUL for the end.
  if (document_.HasParseError() || !document_.IsObject() || line.find('\0') != std::string_view::npos) {
    return base::Fail(base::Code::kInvalid, "it is torn");
  }
  if (document_.MemberCount() > kMaxMembers || IsAmbiguous(document_)) {
    return base::Fail(base::Code::kInvalid, "it has fields that no program of this project writes");
  }
  const Value* const version = Member(document_, "version");
  event_.version = version != nullptr && version->IsInt() ? version->GetInt() : 0;
  if (event_.version > kNewest) {
    return base::Fail(base::Code::kNotFound, "its format has a version that this program does not know");
  }
  if (event_.version < 1 || !ReadPlace()) {
    return base::Fail(base::Code::kInvalid, "it is not an audit line");
  }
  ReadDecision();
  ReadCounts();
  ReadOpening();
  return {};
}

bool EventParser::ReadPlace() {
  event_.type_name = Text("type");
  const auto* const type =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& known) { return known.first == event_.type_name; });
  const auto time = base::ParseTime(Text("time"));
  const Value* const sequence = Member(document_, "sequence");
  const Value* const previous = Member(document_, "previous");
  if (type == kTypes.end() || !time || sequence == nullptr || !sequence->IsUint64() || !sequence->IsInt64() ||
      previous == nullptr) {
    return false;
  }
  event_.type = type->second;
  event_.time = *time;
  event_.instance = Text("instance");
  event_.sequence = sequence->GetUint64();
  Digest digest{};
  if (FromHex(AsText(*previous), digest)) {
    event_.previous = digest;
  } else if (!previous->IsString() || previous->GetStringLength() > 0) {
    return false;
  }
  return event_.instance.size() <= kMaxInstance && (event_.version == 1 || !event_.instance.empty());
}

void EventParser::ReadDecision() {
  if (event_.type != Type::kDecision && event_.type != Type::kRotation) {
    return;
  }
  event_.verdict = Text("verdict");
  event_.operation = Text("operation");
  event_.secret_namespace = Text("namespace");
  event_.name = Text("name");
  event_.user = Text("user");
  event_.reason = Text("reason");
  event_.profile = Text("profile");
  event_.guarded = Flag("guarded");
  event_.changed = Flag("changed");
  event_.dry_run = Flag("dryRun");
  event_.fingerprint_before = Text("fingerprintBefore");
  event_.fingerprint_after = Text("fingerprintAfter");
  event_.rotation = Text("rotation");
  event_.field_manager = Text("fieldManager");
  event_.uid = Text("uid");
  event_.peer = Text("peer");
  event_.client = Text("client");
  event_.step = Text("step");
  event_.outcome = Text("outcome");
  event_.back = Text("direction") == "back";
  if (const Value* const known = Member(document_, "callerKnown"); known != nullptr && known->IsBool()) {
    event_.caller_known = known->GetBool();
  }
  if (const Value* const extra = Member(document_, "extra"); extra != nullptr && extra->IsObject()) {
    if (const Value* const pod = Member(*extra, "authentication.kubernetes.io/pod-name")) {
      event_.pod = AsText(*pod);
    }
  }
  ReadFindings();
}

void EventParser::ReadFindings() {
  if (const Value* const findings = Member(document_, "findings"); findings != nullptr && findings->IsArray()) {
    for (const auto& finding : findings->GetArray()) {
      if (finding.IsObject()) {
        const Value* const id = Member(finding, "id");
        const Value* const severity = Member(finding, "severity");
        event_.findings.push_back(
            {id == nullptr ? std::string_view() : AsText(*id), severity != nullptr && AsText(*severity) == "deny"});
      }
    }
  }
}

void EventParser::ReadCounts() {
  if (event_.type == Type::kSummary || event_.type == Type::kLost) {
    event_.decisions = Count("decisions");
    event_.allowed = Count("allowed");
    event_.denied = Count("denied");
    event_.errors = Count("errors");
    event_.lost = Count("lost");
  }
}

void EventParser::ReadOpening() {
  if (event_.type == Type::kOpening) {
    event_.program = Text("program");
    const Value* const known_by = Member(document_, "callersKnownBy");
    event_.callers_unknown = known_by != nullptr && known_by->IsArray() && known_by->Empty();
  }
}

}  // namespace trail_reader

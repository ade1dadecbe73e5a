#include "audit_commands/verify.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "audit_commands/input.h"
#include "base/printable.h"
#include "base/time_text.h"
#include "trail_reader/chains.h"
#include "trail_reader/checkpoint.h"
#include "trail_reader/witness.h"

namespace audit_commands {
namespace {

using trail_reader::Chain;
using trail_reader::Continuation;
using trail_reader::Fault;

constexpr std::size_t kMaxCheckpoint = 64U << 20U;  // Bytes.

std::string Range(std::uint64_t first, std::uint64_t last, const char* between) {
  return first == last ? "line " + Grouped(first) : "lines " + Grouped(first) + between + Grouped(last);
}

std::string Describe(const Fault& fault) {
  const bool one = fault.first == fault.last;
  switch (fault.kind) {
    case Fault::Kind::kMissing:
      return Range(fault.first, fault.last, " to ") + (one ? " is missing" : " are missing");
    case Fault::Kind::kAltered:
      return Range(fault.first, fault.last, " or ") + " is altered";
    case Fault::Kind::kSecond:
      return "there is a second, different line " + Grouped(fault.first);
    case Fault::Kind::kBehind:
      return Range(fault.first, fault.last, " to ") + (one ? " stands" : " stand") +
             " behind the line that closes the chain";
  }
  return "";
}

// Collects the findings, and writes them for a person.
class Verifier {
 public:
  Verifier(const World& world, const VerifyRequest& request) : world_(world), request_(request) {}

  Outcome Run() {
    if (auto read = Read(); !read) {
      return {kUnreadable, "", read.error().message + "\n"};
    }
    auto chains = collector_.Finish();
    if (!chains) {
      return {kUnreadable, "", chains.error().message + "\n"};
    }
    chains_ = std::move(*chains);
    for (const auto& chain : chains_) {
      Report(chain);
    }
    ReportAbsent();
    ReportWitness();
    unproven_ += tally_.Unread();
    Outcome outcome{broken_ > 0 ? kBroken : unproven_ > 0 ? kUnproven : kWhole, "", ""};
    if (!request_.checkpoint.empty() && outcome.exit_code != kBroken) {
      trail_reader::Advance(checkpoint_, chains_);
      if (auto kept = world_.streams.Replace(request_.checkpoint, trail_reader::Serialize(checkpoint_)); !kept) {
        outcome.exit_code = kUnreadable;
        outcome.errors += kept.error().message + "\n";
      } else if (first_run_) {
        output_ += "no checkpoint at " + base::Printable(request_.checkpoint) + " yet: begun\n";
      }
    }
    Conclude(outcome);
    return outcome;
  }

 private:
  base::Result<void> Read() {
    if (auto read = ReadCheckpoint(); !read) {
      return read;
    }
    if (auto read = ReadWitness(); !read) {
      return read;
    }
    auto tally = ReadAuditLines(world_, request_.files, [&](const AuditLine& line) {
      const auto digest = trail_reader::DigestOf(line.text);
      if (witness_) {
        witness_->Compare(line.event, line.text, digest);
      }
      return collector_.Add(line.event, digest, line.source);
    });
    if (!tally) {
      return base::Fail(tally.error());
    }
    tally_ = *tally;
    return {};
  }

  base::Result<void> ReadCheckpoint() {
    if (request_.checkpoint.empty()) {
      return {};
    }
    const auto text = ReadAll(world_.streams, request_.checkpoint, kMaxCheckpoint);
    if (!text) {
      if (text.error().code != base::Code::kNotFound) {
        return base::Fail(text.error());
      }
      first_run_ = true;
      return {};
    }
    auto checkpoint = trail_reader::ParseCheckpoint(*text);
    if (!checkpoint) {
      return base::Fail(checkpoint.error().With(request_.checkpoint));
    }
    checkpoint_ = std::move(*checkpoint);
    return {};
  }

  base::Result<void> ReadWitness() {
    if (request_.kubernetes_audit.empty()) {
      return {};
    }
    witness_.emplace();
    auto read = ReadLines(world_, request_.kubernetes_audit, [&](std::string_view line, std::uint64_t number) {
      auto added = line.empty() ? base::Result<void>() : witness_->Add(line);
      return added ? added : base::Fail(added.error().With(request_.kubernetes_audit + ", line " + Grouped(number)));
    });
    if (!read) {
      return base::Fail(read.error());
    }
    unread_events_ = *read;
    witness_->Sort();
    if (witness_->Events() == 0) {
      return base::Fail(base::Code::kInvalid, request_.kubernetes_audit +
                                                  " holds no decision of the webhook; expected audit events in JSON "
                                                  "lines, of level Metadata at least");
    }
    return {};
  }

  void Report(const Chain& chain) {
    const auto& shape = chain.shape;
    std::vector<std::string> breaks;
    std::vector<std::string> doubts;
    for (const auto& fault : shape.faults) {
      breaks.push_back(Describe(fault));
    }
    if (shape.fault_count > shape.faults.size()) {
      breaks.push_back("and " + Grouped(shape.fault_count - shape.faults.size()) + " more");
    }
    const auto continuation = trail_reader::Compare(checkpoint_, chain);
    Continue(continuation, breaks);
    if (shape.first > 0 && continuation != Continuation::kProven) {
      doubts.push_back("lines before " + Grouped(shape.first) + " are not here: rotated away, or removed");
    }
    if (!shape.closed) {
      doubts.emplace_back("open: still running, killed, or cut");
    }
    if (shape.repeated > 0) {
      notes_ += "  " + Counted(shape.repeated, "line") + " came more than once\n";
    }
    if (chain.lost > 0) {
      notes_ += "  " + Counted(chain.lost, "line") + " could not be written, by the process's own account\n";
    }
    output_ += Paint(breaks.empty() ? (doubts.empty() ? kGreen : kYellow) : kRed,
                     breaks.empty() ? (doubts.empty() ? "whole   " : "unproven") : "BROKEN  ") +
               "  " + base::Printable(chain.instance) + "  " + Range(shape.first, shape.last, " to ") + ", " +
               base::FormatTime(chain.begin) + " to " + base::FormatTime(chain.end) + (shape.closed ? ", closed" : "") +
               "\n";
    Write(breaks, kRed);
    Write(doubts, kYellow);
    output_ += std::exchange(notes_, "");
    broken_ += breaks.empty() ? 0 : 1;
    unproven_ += doubts.empty() ? 0 : 1;
    seen_.insert(chain.instance);
  }

  void Continue(Continuation continuation, std::vector<std::string>& breaks) {
    switch (continuation) {
      case Continuation::kNew:
        break;
      case Continuation::kProven:
        notes_ += "  continues what the checkpoint has seen\n";
        break;
      case Continuation::kGap:
        breaks.emplace_back("lines between the checkpoint and the first line are missing");
        break;
      case Continuation::kShortened:
        breaks.emplace_back("ends before the line that the checkpoint has seen");
        break;
      case Continuation::kRewritten:
        breaks.emplace_back("rewritten since the checkpoint");
        break;
    }
  }

  // Chains of the checkpoint that are not in the input. An open one is reported once: what was lost stays lost, and
  // must not hide what is lost later.
  void ReportAbsent() {
    std::uint64_t closed = 0;
    std::uint64_t reported = 0;
    for (auto& [instance, mark] : checkpoint_) {
      if (seen_.count(instance) != 0) {
        continue;
      }
      if (!mark.closed && !mark.missed) {
        output_ += Paint(kYellow, "unproven") + "  " + base::Printable(instance) + "\n";
        Write({"open at line " + Grouped(mark.sequence) + " by the checkpoint, and not in the input"}, kYellow);
        ++unproven_;
        mark.missed = true;
      } else {
        ++(mark.closed ? closed : reported);
      }
    }
    if (closed > 0) {
      output_ += Counted(closed, "closed chain") + " of the checkpoint " + (closed == 1 ? "is" : "are") +
                 " not in the input: archived, or removed\n";
    }
    if (reported > 0) {
      output_ += Counted(reported, "open chain") + " of the checkpoint " + (reported == 1 ? "is" : "are") +
                 " still not in the input: reported by an earlier run\n";
    }
  }

  void ReportWitness() {
    if (!witness_) {
      return;
    }
    const auto result = witness_->Finish();
    std::vector<std::string> breaks;
    std::vector<std::string> doubts;
    const auto list = [](const std::vector<std::string>& uids, std::uint64_t count) {
      std::string text = ": uid ";
      for (const auto& uid : uids) {
        text += (text.size() > 6 ? ", " : "") + base::Printable(uid);
      }
      return text + (count > uids.size() ? ", …" : "");
    };
    if (result.altered > 0) {
      breaks.push_back(Counted(result.altered, "line") + " not as the webhook told the API server" +
                       list(result.altered_uids, result.altered));
    }
    if (result.copied > 0) {
      breaks.push_back(Counted(result.copied, "line") + " with the decision of another line" +
                       list(result.copied_uids, result.copied));
    }
    if (result.missing > 0) {
      breaks.push_back(Counted(result.missing, "decision") + " without a line" +
                       list(result.missing_uids, result.missing));
    }
    if (result.unwitnessed > 0) {
      doubts.push_back(Counted(result.unwitnessed, "line") +
                       " without an event of the API server (a retried write has only one event)" +
                       list(result.unwitnessed_uids, result.unwitnessed));
    }
    if (result.outside > 0) {
      doubts.push_back(Counted(result.outside, "line") + " before or after the time of the API server's log");
    }
    if (result.older > 0) {
      doubts.push_back(Counted(result.older, "decision") + " older than the first line");
    }
    if (unread_events_ > 0) {
      doubts.push_back(Counted(unread_events_, "event") + " cut, or too long to be read");
    }
    output_ += Paint(breaks.empty() ? (doubts.empty() ? kGreen : kYellow) : kRed,
                     breaks.empty() ? (doubts.empty() ? "whole   " : "unproven") : "BROKEN  ") +
               "  the API server's log: " + Grouped(result.matched) + " of " + Counted(result.events, "decision") +
               " as the lines say\n";
    Write(breaks, kRed);
    Write(doubts, kYellow);
    broken_ += breaks.empty() ? 0 : 1;
    unproven_ += doubts.empty() ? 0 : 1;
  }

  void Conclude(Outcome& outcome) {
    outcome.output = output_ + Remarks(tally_) + Counted(tally_.audit_lines, "audit line") + " of " +
                     Grouped(chains_.size()) + (chains_.size() == 1 ? " process; " : " processes; ") +
                     Counted(tally_.other_lines, "other line") + "\n" +
                     (broken_ > 0     ? Paint(kRed, "The log is broken.")
                      : unproven_ > 0 ? Paint(kYellow, "What is here is whole; that it is all is not proven.")
                                      : Paint(kGreen, "The log is whole.")) +
                     "\n";
  }

  void Write(const std::vector<std::string>& sentences, const char* colour) {
    for (const auto& sentence : sentences) {
      output_ += "  " + Paint(colour, sentence) + "\n";
    }
  }

  [[nodiscard]] std::string Paint(const char* code, const std::string& text) const {
    return request_.colour ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  }

  static constexpr const char* kRed = "1;31";
  static constexpr const char* kYellow = "1;33";
  static constexpr const char* kGreen = "1;32";

  const World& world_;
  const VerifyRequest& request_;
  trail_reader::Checkpoint checkpoint_;
  bool first_run_ = false;  // The checkpoint's file does not exist.
  std::optional<trail_reader::Witness> witness_;
  std::uint64_t unread_events_ = 0;  // Lines of the API server's log.
  trail_reader::Chains collector_;
  std::vector<Chain> chains_;
  std::set<std::string, std::less<>> seen_;
  Tally tally_;
  std::string output_;
  std::string notes_;  // About the current chain.
  std::uint64_t broken_ = 0;
  std::uint64_t unproven_ = 0;
};

}  // namespace

Outcome Verify(const World& world, const VerifyRequest& request) { return Verifier(world, request).Run(); }

}  // namespace audit_commands

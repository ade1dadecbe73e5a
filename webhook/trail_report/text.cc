#include <algorithm>
#include <vector>

#include "base/printable.h"
#include "trail_report/formats.h"
#include "trail_report/words.h"

namespace trail_report {
namespace {

using base::Printable;

constexpr std::size_t kMaxName = 60;       // Bytes of a name in a column.
constexpr std::size_t kMaxSentence = 160;  // Bytes of a reason.

// Columns on a terminal: bytes that begin a character.
std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string Padded(std::string text, std::size_t width) {
  text.append(width - std::min(width, Width(text)), ' ');
  return text;
}

class Page {
 public:
  Page(const Report& report, bool colour) : report_(report), colour_(colour) {}

  std::string Write() {
    out_ = Paint("1", Printable(TitleOf(report_))) + "  " + PeriodOf(report_) + "\n\n";
    for (const auto& answer : Answers(report_)) {
      constexpr std::size_t kQuestion = 31;
      out_ += "  " + Padded(answer.question, kQuestion) + Paint(Code(answer.tone), Printable(answer.answer)) + "\n";
      if (!answer.detail.empty()) {
        out_ += std::string(kQuestion + 2, ' ') + Paint("2", Printable(answer.detail, 4 * kMaxSentence)) + "\n";
      }
    }
    WriteMoments("Changes", IsChange);
    WriteMoments("Refused", IsRefusal);
    WriteRotations();
    WriteUnseen();
    out_ += "\n";
    for (const auto& note : Notes(report_)) {
      out_ += Paint("2", note) + "\n";
    }
    return std::move(out_);
  }

 private:
  void Heading(const std::string& title, std::size_t count) {
    out_ += "\n" + Paint("1", title) + "  " + Grouped(count) +
            (count > kShown ? ", the last " + Grouped(kShown) + " (-o csv has all)" : "") + "\n";
  }

  void WriteMoments(const std::string& title, bool (*wanted)(const Moment&)) {
    std::vector<const Moment*> last;
    std::size_t count = 0;
    for (auto moment = report_.moments.rbegin(); moment != report_.moments.rend(); ++moment) {
      if (wanted(*moment) && ++count <= kShown) {
        last.push_back(&*moment);
      }
    }
    Heading(title, count);
    std::size_t user = 0;
    for (const auto* moment : last) {
      user = std::max(user, Width(Printable(report_.names.Text(moment->user), kMaxName)));
    }
    for (const auto* moment : last) {
      WriteMoment(*moment, user);
    }
  }

  void WriteMoment(const Moment& moment, std::size_t user_width) {
    const auto& names = report_.names;
    const auto& manager = names.Text(moment.manager);
    out_ += "  " + Clock(moment.time) + "  " + Paint(Code(ToneOf(moment)), Padded(std::string(EventName(moment)), 10)) +
            "  " + Padded(Printable(names.Text(moment.user), kMaxName), user_width) +
            (manager.empty() ? "" : "  with " + Printable(manager, kMaxName)) + (moment.dry_run ? "  (dry run)" : "") +
            (moment.known ? "" : "  (caller not proven)") + "\n";
    std::string detail;
    if (IsRefusal(moment)) {
      const auto& reason = names.Text(moment.reason);
      detail = Printable(reason.empty() ? names.Text(moment.rules) : reason, kMaxSentence);
    } else {
      detail = Exchange(moment.before, moment.after) +
               (moment.rotation == 0 ? "" : ", rotation " + Printable(names.Text(moment.rotation), kMaxName)) +
               (moment.rules == 0 ? "" : ", warned: " + Printable(names.Text(moment.rules), kMaxSentence)) +
               (moment.fate == Fate::kOpen ? ", not confirmed by a later line" : "");
    }
    out_ += std::string(23, ' ') + Paint("2", detail) + "\n";
  }

  void WriteRotations() {
    Heading("Rotations", report_.rotations.size());
    const std::size_t first = report_.rotations.size() > kShown ? report_.rotations.size() - kShown : 0;
    for (std::size_t i = report_.rotations.size(); i > first; --i) {
      const auto& rotation = report_.rotations[i - 1];
      const auto length = std::chrono::duration_cast<std::chrono::milliseconds>(rotation.end - rotation.begin);
      out_ += "  " + Clock(rotation.begin) + "  " +
              Paint(Code(ToneOf(rotation)), Padded(Printable(OutcomeWords(rotation), kMaxName), 10)) + "  " +
              Padded(rotation.told ? Length(length) : "", 10) + "  " + Printable(rotation.id, kMaxName) +
              (rotation.runs > 1 ? "  in " + Counted(rotation.runs, "run") : "") + "\n";
      if (!rotation.reason.empty()) {
        out_ += std::string(23, ' ') + Paint("2", Printable(rotation.reason, kMaxSentence)) + "\n";
      }
    }
  }

  void WriteUnseen() {
    Heading("Edits that no review saw", report_.unseen.size());
    const std::size_t first = report_.unseen.size() > kShown ? report_.unseen.size() - kShown : 0;
    for (std::size_t i = report_.unseen.size(); i > first; --i) {
      const auto& edit = report_.unseen[i - 1];
      out_ += "  between " + Clock(edit.from) + " and " + Clock(edit.until) + ": " +
              Paint(Code(Tone::kBad), "token " + Short(edit.before) + " became " + Short(edit.after)) + "\n";
    }
  }

  static const char* Code(Tone tone) {
    switch (tone) {
      case Tone::kGood:
        return "1;32";
      case Tone::kWarn:
        return "1;33";
      case Tone::kBad:
        return "1;31";
      case Tone::kPlain:
        break;
    }
    return "1";
  }
  [[nodiscard]] std::string Paint(const char* code, const std::string& text) const {
    return colour_ ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  }

  const Report& report_;
  const bool colour_;
  std::string out_;
};

}  // namespace

std::string ToText(const Report& report, bool colour) { return Page(report, colour).Write(); }

}  // namespace trail_report

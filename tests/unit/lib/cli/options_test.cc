#include "cli/options.h"

#include <gtest/gtest.h>

#include <map>

namespace cli {
namespace {

enum class Color { kRed, kGreen };

struct Settings {
  std::string listen = "0.0.0.0:1";
  std::vector<std::string> names;
  bool dry_run = false;
  std::chrono::seconds drain{3};
  Color color = Color::kGreen;
  std::vector<std::string> files;
};

class OptionsTest : public testing::Test {
 protected:
  base::Result<void> Read(const std::vector<std::string>& arguments) {
    settings = Settings();
    Options options;
    options.Add({"listen", "HOST:PORT", "Where to listen."}, settings.listen);
    options.Add({"name", "NAME", "A name.", 'n'}, settings.names);
    options.Add({"dry-run", "", "Change nothing."}, settings.dry_run);
    options.Add({"drain", "SECONDS", "How long to drain."}, settings.drain, Seconds(0, 60));
    options.Add({"color", "", "Of the output."}, settings.color,
                OneOf<Color>({{"red", Color::kRed}, {"green", Color::kGreen}}));
    if (takes_operands) {
      options.Operands("FILE...", settings.files);
    }
    return options.Read(arguments,
                        {[this](const std::string& name) -> std::optional<std::string> {
                           const auto found = variables.find(name);
                           return found == variables.end() ? std::nullopt : std::optional(found->second);
                         },
                         [this](const std::string&) -> base::Result<base::SecretBytes> {
                           return file ? base::Result<base::SecretBytes>(base::SecretBytes(std::string_view(*file)))
                                       : base::Fail(file.error());
                         }});
  }
  std::string Complaint(const std::vector<std::string>& arguments) {
    const auto read = Read(arguments);
    return read ? "no complaint" : read.error().message;
  }

  Settings settings;
  std::map<std::string, std::string> variables;
  base::Result<std::string> file = std::string();
  bool takes_operands = false;
};

TEST_F(OptionsTest, KeepsEachFieldsInitialValueAsTheDefault) {
  ASSERT_TRUE(Read({}).has_value());
  EXPECT_EQ(settings.listen, "0.0.0.0:1");
  EXPECT_TRUE(settings.names.empty());
  EXPECT_FALSE(settings.dry_run);
  EXPECT_EQ(settings.drain, std::chrono::seconds(3));
  EXPECT_EQ(settings.color, Color::kGreen);
}

TEST_F(OptionsTest, ReadsEachTypeFromTheCommandLine) {
  ASSERT_TRUE(
      Read({"--listen", "a", "--name", "b", "-n", "c", "--dry-run", "--drain=60", "--color", "red"}).has_value());
  EXPECT_EQ(settings.listen, "a");
  EXPECT_EQ(settings.names, (std::vector<std::string>{"b", "c"}));
  EXPECT_TRUE(settings.dry_run);
  EXPECT_EQ(settings.drain, std::chrono::seconds(60));
  EXPECT_EQ(settings.color, Color::kRed);
}

TEST_F(OptionsTest, PrefersTheCommandLineThenTheVariableThenTheFile) {
  file = "listen = from-file\nname = f\ndry-run = true\ncolor = red\n";
  ASSERT_TRUE(Read({"--config", "f"}).has_value());
  EXPECT_EQ(settings.listen, "from-file");
  EXPECT_EQ(settings.names, std::vector<std::string>{"f"});
  EXPECT_TRUE(settings.dry_run);
  EXPECT_EQ(settings.color, Color::kRed);
  variables = {{"TOKEN_GUARD_LISTEN", "from-variable"}, {"TOKEN_GUARD_NAME", "v"}, {"TOKEN_GUARD_DRY_RUN", "false"}};
  ASSERT_TRUE(Read({"--config", "f"}).has_value());
  EXPECT_EQ(settings.listen, "from-variable");
  EXPECT_EQ(settings.names, std::vector<std::string>{"v"});
  EXPECT_FALSE(settings.dry_run);
  ASSERT_TRUE(Read({"--config", "f", "--listen", "from-line", "-n", "l", "--dry-run"}).has_value());
  EXPECT_EQ(settings.listen, "from-line");
  EXPECT_EQ(settings.names, std::vector<std::string>{"l"});
  EXPECT_TRUE(settings.dry_run);
}

TEST_F(OptionsTest, CountsAnEmptyVariableAsUnset) {
  variables = {{"TOKEN_GUARD_LISTEN", ""}, {"TOKEN_GUARD_DRY_RUN", ""}};
  ASSERT_TRUE(Read({}).has_value());
  EXPECT_EQ(settings.listen, "0.0.0.0:1");
  EXPECT_FALSE(settings.dry_run);
}

TEST_F(OptionsTest, ClearsASwitchThatAVariableSet) {
  variables["TOKEN_GUARD_DRY_RUN"] = "true";
  ASSERT_TRUE(Read({"--dry-run=false"}).has_value());
  EXPECT_FALSE(settings.dry_run);
}

TEST_F(OptionsTest, NamesTheFlagOfAMistake) {
  EXPECT_EQ(Complaint({"--lisen", "x"}), "unrecognised option '--lisen'");
  EXPECT_EQ(Complaint({"--lis", "x"}), "unrecognised option '--lis'");
  EXPECT_EQ(Complaint({"--listen"}), "the required argument for option '--listen' is missing");
  EXPECT_EQ(Complaint({"--listen", "a", "--listen", "b"}), "option '--listen' cannot be specified more than once");
  EXPECT_EQ(Complaint({"--drain", "61"}), "--drain is '61': expected a whole number from 0 to 60");
  EXPECT_EQ(Complaint({"--drain", "1s"}), "--drain is '1s': expected a whole number from 0 to 60");
  EXPECT_EQ(Complaint({"--color", "blue"}), "--color is 'blue': expected red or green");
  EXPECT_EQ(Complaint({"file"}), "operand 'file' is not expected");
  variables["TOKEN_GUARD_DRY_RUN"] = "yes";
  EXPECT_EQ(Complaint({}), "--dry-run is 'yes': expected true or false");
}

TEST_F(OptionsTest, NamesTheMistakeInAFile) {
  file = base::Fail(base::Code::kNotFound, "cannot read f: No such file or directory");
  EXPECT_EQ(Complaint({"--config", "f"}), "--config: cannot read f: No such file or directory");
  file = std::string("lisen = x\n");
  EXPECT_EQ(Complaint({"--config", "f"}), "unrecognised option 'lisen'");
  file = std::string("nonsense\n");
  EXPECT_NE(Complaint({"--config", "f"}).find("nonsense"), std::string::npos);
}

TEST_F(OptionsTest, PassesOperandsOn) {
  takes_operands = true;
  ASSERT_TRUE(Read({"a", "-", "--", "--b"}).has_value());
  EXPECT_EQ(settings.files, (std::vector<std::string>{"a", "-", "--b"}));
}

TEST(VariableName, IsTheFlagInUpperCase) { EXPECT_EQ(VariableName("ops-listen"), "TOKEN_GUARD_OPS_LISTEN"); }

}  // namespace
}  // namespace cli

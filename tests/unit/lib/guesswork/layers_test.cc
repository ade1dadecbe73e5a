#include "guesswork/layers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

namespace guesswork {
namespace {

std::map<Layer, std::string> Decode(std::string_view text) {
  std::map<Layer, std::string> found;
  DecodeLayers(text, [&](Layer layer, double bits, const base::SecretText& inside) {
    EXPECT_GE(bits, LayerBits(layer));
    found[layer] = std::string(inside.Reveal());
  });
  return found;
}

TEST(LayerBits, SumToAtMostOneWithTextAndBytes) {
  double sum = std::exp2(-kAsTextBits) + std::exp2(-kAsBytesBits);
  for (std::size_t layer = 0; layer < kLayers; ++layer) {
    sum += std::exp2(-LayerBits(static_cast<Layer>(layer)));
  }
  EXPECT_LE(sum, 1);
}

TEST(DecodeLayers, OpensEachLayer) {
  EXPECT_EQ(Decode("cGFzc3dvcmQ=")[Layer::kBase64], "password");
  EXPECT_EQ(Decode("cGFzc3dvcmQ")[Layer::kBase64], "password");
  EXPECT_EQ(Decode("70617373776f7264")[Layer::kHex], "password");
  EXPECT_EQ(Decode("OBQXG43XN5ZGI===")[Layer::kBase32], "password");
  EXPECT_EQ(Decode("&#112;&#97;&#115;&#115;1961")[Layer::kEscapes], "pass1961") << "the rest stays";
  EXPECT_EQ(Decode("35114343")[Layer::kLetterNumbers], "pass") << "Polybius' square";
  EXPECT_EQ(Decode("2Ry4iL9zAV5xU")[Layer::kRebased], "password1") << "base 58";
  EXPECT_EQ(Decode("c5i49g1ngqo0tt")[Layer::kRebased], "password1") << "base 36";
  EXPECT_EQ(Decode(".--. .- ... ...")[Layer::kMorse], "pass");
  EXPECT_EQ(Decode("-- -.-- / -.-. .- -")[Layer::kMorse], "my cat");
  EXPECT_EQ(Decode("ppaasssswwoorrdd")[Layer::kRepeated], "password");
  EXPECT_EQ(Decode("pa-ss-wo-rd")[Layer::kGroups], "password");
  EXPECT_EQ(Decode("p1a2s3s4w5o6r7d8")[Layer::kWoven], "password 12345678");
  EXPECT_EQ(Decode("frphevglcnffjbeq")[Layer::kSwapped], "securitypassword");
}

TEST(DecodeLayers, RefusesWhatIsNotCanonical) {
  EXPECT_EQ(Decode("cGFzc3dvcmR=").count(Layer::kBase64), 0U) << "stray bits";
  EXPECT_EQ(Decode("70617373776F72de").count(Layer::kHex), 0U) << "mixed case";
  EXPECT_EQ(Decode("OBQXG43XN5ZGJ===").count(Layer::kBase32), 0U) << "stray bits";
  EXPECT_EQ(Decode("OBQXG43XN5ZGI=").count(Layer::kBase32), 0U) << "padding";
  EXPECT_EQ(Decode("pa-ss-wo-rd-").count(Layer::kGroups), 0U);
  EXPECT_EQ(Decode("pa-ss.wo-rd").count(Layer::kGroups), 0U);
  EXPECT_EQ(Decode("112 097 115 0115").count(Layer::kEscapes), 0U) << "leading zeros";
  EXPECT_EQ(Decode("Two%41Words%20").count(Layer::kPartlyEscaped), 0U) << "a letter needs no escape";
  EXPECT_EQ(Decode("16-01-19-19-23").count(Layer::kLetterNumbers), 0U) << "two widths";
}

TEST(DecodeLayers, FindsNothingInTextOfNoLayer) { EXPECT_TRUE(Decode("k7V-2m9T+4z!q83w").empty()); }

}  // namespace
}  // namespace guesswork

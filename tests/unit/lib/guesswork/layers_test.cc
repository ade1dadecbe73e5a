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
  EXPECT_EQ(Decode("%70%61%73%73%77")[Layer::kPercent], "passw");
  EXPECT_EQ(Decode("112 97 115 115")[Layer::kCodes], "pass");
  EXPECT_EQ(Decode("16,1,19,19,23")[Layer::kCodes], "passw");
  EXPECT_EQ(Decode("0111000001100001")[Layer::kCodes], "pa");
  EXPECT_EQ(Decode(".--. .- ... ...")[Layer::kMorse], "pass");
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
  EXPECT_EQ(Decode("112 097 115 115").count(Layer::kCodes), 0U) << "leading zero";
}

TEST(DecodeLayers, FindsNothingInTextOfNoLayer) { EXPECT_TRUE(Decode("k7V-2m9T+4z!q83w").empty()); }

}  // namespace
}  // namespace guesswork

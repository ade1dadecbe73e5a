#include "http_server/connection_table.h"

#include <gtest/gtest.h>

#include <vector>

namespace http_server {
namespace {

using Id = ConnectionTable::Id;

// Networks are numbers, times are milliseconds.
class ConnectionTableTest : public testing::Test {
 protected:
  std::optional<Id> Add(Id id, ConnectionTable::Network network, int ms = 0) { return table_.Add(id, network, At(ms)); }
  void Establish(Id id, int ms = 0) { table_.MarkEstablished(id, At(ms)); }
  std::optional<Id> Authenticate(Id id, int ms = 0) { return table_.MarkAuthenticated(id, At(ms)); }
  static ConnectionTable::Time At(int ms) { return ConnectionTable::Time(std::chrono::milliseconds(1000000 + ms)); }

  ConnectionTable table_{{8, 6, 2}};
};

TEST_F(ConnectionTableTest, ClosesNothingBelowItsLimits) {
  for (Id id = 0; id < 8; ++id) {
    EXPECT_EQ(Add(id, static_cast<unsigned>(id % 2)), std::nullopt);
  }
  table_.Remove(0);
  table_.Remove(99);
  EXPECT_EQ(Add(8, 0), std::nullopt);
  EXPECT_EQ(table_.size(), 8U);
}

TEST_F(ConnectionTableTest, ClosesTheOldestUnprovenConnectionOfTheNetworkThatHasMost) {
  Add(0, 7);
  for (Id id = 1; id < 5; ++id) {
    Add(id, 1, id);
  }
  for (Id id = 5; id < 8; ++id) {
    Add(id, 2, id);
  }
  EXPECT_EQ(Add(8, 3, 8), 1);
  EXPECT_EQ(Add(9, 4, 9), 2) << "networks 1 and 2 have three each: the oldest";
  EXPECT_EQ(Add(10, 2, 10), 5) << "network 2 has most, with the new one";
}

TEST_F(ConnectionTableTest, KeepsEachNetworkWithinItsLimit) {
  for (Id id = 0; id < 6; ++id) {
    Add(id, 1);
  }
  EXPECT_EQ(Add(6, 1), 0);
  EXPECT_EQ(Add(7, 2), std::nullopt);
  EXPECT_EQ(table_.size(), 7U);
}

TEST_F(ConnectionTableTest, ProtectsNewConnectionsFromEstablishedOnes) {
  for (Id id = 0; id < 8; ++id) {
    Add(id, static_cast<unsigned>(id % 4));
    Establish(id, id);
  }
  EXPECT_EQ(Add(8, 9, 10), 0) << "the least recently used of the networks that have most";
  EXPECT_EQ(Add(9, 9, 10), 1);
  EXPECT_EQ(Add(10, 9, 10), 8) << "beyond the reserve of two new connections";
}

TEST_F(ConnectionTableTest, ProtectsNoConnectionThatStaysSilent) {
  Add(0, 1);
  for (Id id = 1; id < 8; ++id) {
    Add(id, static_cast<unsigned>(id % 3));
    Establish(id, 4000 + id);
  }
  EXPECT_EQ(Add(8, 9, 4999), 1) << "protected for five seconds";
  EXPECT_EQ(Add(9, 9, 5000), 0);
}

TEST_F(ConnectionTableTest, UsesTheLeastRecentlyUsedOfAnEstablishedNetwork) {
  for (Id id = 0; id < 6; ++id) {
    Add(id, 1);
    Establish(id, id);
  }
  Establish(0, 9);
  EXPECT_EQ(Add(6, 1, 10), 1);
}

TEST_F(ConnectionTableTest, NeverClosesAnAuthenticatedConnectionForAnother) {
  for (Id id = 0; id < 6; ++id) {
    Add(id, 1);
    EXPECT_EQ(Authenticate(id), std::nullopt);
  }
  for (Id id = 6; id < 100; ++id) {
    const auto closed = Add(id, static_cast<unsigned>(id), id);
    EXPECT_TRUE(!closed || *closed >= 6) << *closed;
    Establish(id, id);
  }
  EXPECT_EQ(table_.size(), 8U);
}

TEST_F(ConnectionTableTest, ClosesTheLeastRecentlyUsedAuthenticatedOneForAnAuthenticatedOne) {
  for (Id id = 0; id < 6; ++id) {
    Add(id, 1);
    Authenticate(id, id);
  }
  Establish(0, 9);  // A further review keeps the rank.
  Add(6, 1);
  EXPECT_EQ(Authenticate(6, 10), 1);
  EXPECT_EQ(table_.size(), 6U);
}

TEST_F(ConnectionTableTest, CountsNoAuthenticatedConnectionOfANetwork) {
  for (Id id = 0; id < 4; ++id) {
    Add(id, 1);
    Authenticate(id);
  }
  for (Id id = 4; id < 8; ++id) {
    EXPECT_EQ(Add(id, 1), std::nullopt);
  }
}

TEST_F(ConnectionTableTest, LetsANewConnectionIntoAnyFlood) {
  const int networks = 50;
  ConnectionTable table({512, 256, 128});
  Id next = 0;
  std::vector<Id> closed;
  for (int i = 0; i < 10000; ++i, ++next) {
    table.Add(next, static_cast<unsigned>(i % networks), At(i));
    if (i % 3 == 0) {
      table.MarkEstablished(next, At(i));
    }
  }
  const Id fresh = next++;
  table.Add(fresh, 999, At(10000));
  for (int i = 0; i < 10000; ++i, ++next) {
    EXPECT_NE(table.Add(next, static_cast<unsigned>(i % networks), At(10000 + i / 10)), fresh);
    if (i % 3 == 0) {
      table.MarkEstablished(next, At(10000 + i / 10));
    }
  }
  EXPECT_EQ(table.size(), 512U);
}

}  // namespace
}  // namespace http_server

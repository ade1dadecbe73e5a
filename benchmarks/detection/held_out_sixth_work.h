// What platform engineers take from their daily work.
#pragma once

#include <vector>

#include "draw.h"

namespace detection::sixth {

using namespace known;

inline constexpr std::string_view kComponents =
    "thanos loki tempo mimir argocd tekton flux harbor kyverno istio linkerd cilium calico longhorn rook velero "
    "keycloak dex vault consul nomad rabbitmq nats pulsar kafka redis minio trino airflow superset backstage "
    "crossplane";
inline constexpr std::string_view kCities =
    "Rotterdam Gothenburg Thessaloniki Marseille Antwerp Bratislava Salzburg Nuremberg Valencia Manchester Edinburgh "
    "Montevideo Casablanca Johannesburg Bangalore Singapore Melbourne Vancouver Guadalajara Philadelphia Zaragoza "
    "Stuttgart Innsbruck Timisoara";
inline constexpr std::string_view kRegions =
    "eu-central-1 eu-west-1 eu-west-3 eu-north-1 us-east-1 us-east-2 us-west-2 ca-central-1 sa-east-1 ap-south-1 "
    "ap-southeast-2 ap-northeast-1";
inline constexpr std::string_view kServices =
    "orders billing invoices customers catalog shipping payments refunds search reports accounts sessions tickets "
    "inventory pricing loyalty";

inline std::vector<Kind> WorkKinds() {
  return {
      {"ticket, region and what was done", Bits(8, 49000, Count(kRegions), 6),
       [](Generator& random) {
         return One(random, "OPS INFRA PLAT SRE DEVOPS CLOUD K8S SEC") + "-" + Number(random, 1000, 49999) + "_" +
                One(random, kRegions) + "_" + One(random, "rotate renewed newtoken bootstrap migration hotfix");
       }},
      {"city, quarter and version, rotated each quarter", Bits(Count(kCities), 4, 8, 9, 4),
       [](Generator& random) {
         return One(random, kCities) + "-Q" + Number(random, 1, 4) + "-" + Number(random, 2018, 2025) + "-v" +
                Number(random, 1, 9) + One(random, "! # $ ?");
       }},
      {"server in a rack of a data centre", Bits(12, 4, 40, 48, 8),
       [](Generator& random) {
         return One(random, "fra ams lon par mad mil vie zrh waw sto dub osl") + Number(random, 1, 4) + "-rack" +
                Number(random, 1, 40, 2) + "-srv" + Number(random, 1, 48, 2) + "-" +
                One(random, "ipmi idrac ilo bmc mgmt vmware proxmox ceph");
       }},
      {"database address with its service's password", Bits(Count(kServices), 3, 6, 256, 254),
       [](Generator& random) {
         const std::string service = One(random, kServices);
         return One(random, "postgres mysql mongodb") + "://" + service + "_rw:" + service +
                Number(random, 2019, 2024) + "@10.0." + Number(random, 0, 255) + "." + Number(random, 1, 254) + "/" +
                service;
       }},
      {"role of a cloud account", Bits(1e12, 8),
       [](Generator& random) {
         return "arn:aws:iam::" + Number(random, 0, 999999999999, 12) + ":role/" +
                One(random, "admin deploy ci readonly terraform eks-node backup audit");
       }},
      {"template that nobody rendered", Bits(5, Count(kComponents), 4, 8),
       [](Generator& random) {
         return "{{ " + One(random, ".Values.global. .Values. .Values.secrets. $.Values.env. .Chart.") +
                One(random, kComponents) + One(random, ". .auth. .config. .credentials.") +
                One(random, "token password apiKey secret apiToken accessKey adminPassword authToken") + " }}";
       }},
      {"two components, environment and port", Bits(Count(kComponents), Count(kComponents), 6, 64),
       [](Generator& random) {
         return One(random, kComponents) + "2" + One(random, kComponents) + "." +
                One(random, "dev test stage prod preprod sandbox") + ".svc:" + Padded(8000 + 10 * Below(random, 64), 4);
       }},
  };
}

}  // namespace detection::sixth

// Lists of what people in a company have at hand.
#pragma once

#include <string_view>

namespace detection::fifth {

// Companies, real and of examples.
inline constexpr std::string_view kCompanies =
    "acme contoso initech globex umbrella hooli piedpiper northwind fabrikam wonka stark wayne cyberdyne tyrell "
    "soylent siemens bosch allianz bmw daimler volkswagen audi porsche telekom lufthansa basf bayer henkel adidas "
    "puma zalando dynatrace raiffeisen erste voest redbull swarovski novartis roche nestle ubs swisscom migros "
    "postfinance intuit citrix paypal amadeus vodafone orange airbus thales renault danone carrefour michelin "
    "philips heineken tomtom adyen booking ericsson volvo ikea spotify klarna nokia equinor maersk vestas lego "
    "telenor santander bbva iberia zara telefonica repsol ferrari barilla generali unicredit allegro orlen skoda "
    "avast tesco barclays hsbc shell vanguard walmart target costco boeing lockheed oracle adobe salesforce "
    "servicenow workday atlassian infosys wipro tata reliance samsung toyota honda rakuten sony grab shopee itau "
    "nubank petrobras embraer mercadolibre globant";

// Environments and stages.
inline constexpr std::string_view kStages =
    "prod production prd live staging stage stg dev development devel test testing tst qa uat int integration "
    "preprod preview sandbox demo perf loadtest canary nightly hardening hotfix lab poc edge onprem cloud eu-west "
    "us-east central";

// What a token is for, as people call it.
inline constexpr std::string_view kPurposes =
    "token secret apitoken api-token apikey api-key password passwd pass key auth login access credential "
    "credentials creds bearer webhook bridge cli admin service-account robot bot pipeline ingest deploy shipyard "
    "uniform quality-gate remediation automation";

// Projects.
inline constexpr std::string_view kProjects =
    "sockshop podtato-head easytravel easytrade bookinfo petclinic online-boutique hipstershop webshop onlineshop "
    "intranet extranet loyalty billing crm erp datalake warehouse mobileapp homebanking tradingdesk claims pricing "
    "customer360 selfservice backoffice newsroom checkout2 mainframe-exit greenfield skynet phoenix apollo gemini "
    "titan odyssey";

// Services.
inline constexpr std::string_view kServices =
    "carts carts-db orders orders-db payment catalogue front-end shipping user-db queue-master rabbitmq mongodb "
    "postgres redis kafka zookeeper helm-service jmeter-service lighthouse-service shipyard-controller "
    "mongodb-datastore api-service api-gateway-nginx bridge configuration-service resource-service "
    "remediation-service statistics-service approval-service secret-service webhook-service dynatrace-service "
    "prometheus-service argo-service nats-cluster gateway checkout inventory pricing recommendation search "
    "notification mailer scheduler reporting frontend backend cartservice adservice currencyservice emailservice "
    "productcatalog ratings reviews details productpage";

// Teams.
inline constexpr std::string_view kTeams =
    "platform sre devops infra operations release build tooling observability monitoring security secops netops "
    "dataops mlops cloud core backend frontend mobile payments identity search growth support delivery quality "
    "performance architecture rockets ninjas avengers unicorns pirates wolves pandas ducks";

// Tools of the trade.
inline constexpr std::string_view kTools =
    "keptn kubernetes docker helm argocd fluxcd tekton jenkins gitlab github bitbucket terraform ansible puppet chef "
    "vault consul nomad istio linkerd envoy nginx traefik prometheus grafana loki tempo jaeger zipkin opentelemetry "
    "dynatrace datadog newrelic splunk elastic kibana logstash fluentd kafka rabbitmq postgres mongodb redis mysql "
    "cassandra jira confluence slack pagerduty opsgenie sonarqube nexus artifactory harbor rancher openshift "
    "minikube k3s kind";

// Prefixes of tickets.
inline constexpr std::string_view kTickets =
    "PLAT OPS DEVOPS SRE INFRA KEPTN CLOUD SEC PAY CORE WEB APP DATA MOB NET REL QA BUG TASK STORY INC CHG REQ PRB "
    "SUP HELP DOC ARCH AUTO DEL MON OBS API AUTH CART SHOP CRM ERP ITSM TECH";

// Accounts.
inline constexpr std::string_view kUsers =
    "admin root keptn user test guest operator deployer jenkins gitlab ci robot service svc-keptn api bridge webhook "
    "monitor prometheus grafana dynatrace helm argo ubuntu ec2-user azureuser vagrant postgres mongo rabbit backup "
    "sysadmin dev ops platform bot readonly demo";

// Paths of a web address.
inline constexpr std::string_view kPaths =
    "api/v1 api bridge api/swagger-ui login dashboard auth api/v1/auth api/v1/metadata healthz metrics status "
    "api/project configuration-service bridge/dashboard api/controlPlane/v1 mongodb-datastore/event event v1/event "
    "uniform secrets statistics api/v1/event settings admin console docs home index.html signin oauth2/callback "
    "callback webhook";

// The first half of hardware addresses.
inline constexpr std::string_view kOuis =
    "00:50:56 00:0c:29 00:05:69 00:1c:14 08:00:27 52:54:00 00:15:5d 00:16:3e 02:42:ac dc:a6:32 b8:27:eb e4:5f:01 "
    "3c:22:fb a4:83:e7 f0:18:98 ac:de:48 00:1b:63 00:25:00 28:cf:e9 8c:85:90 00:1a:11 3c:5a:b4 f4:f5:e8 00:14:22 "
    "00:21:9b d4:be:d9 f8:b1:56 18:66:da 00:1b:21 3c:fd:fe a0:36:9f 00:1e:67 00:1b:78 3c:d9:2b 94:57:a5 00:1b:54 "
    "00:24:14 00:04:0e c0:25:06 38:10:d5 24:65:11 00:11:32 50:c7:bf 18:e8:29 78:8a:20";

// Sentences of pages about Keptn, Kubernetes and Helm. Separated by "|".
inline constexpr std::string_view kDocs =
    "Keptn is an event-based control plane for continuous delivery and automated operations.|"
    "Install the Keptn CLI and connect it to your cluster|Get the Keptn API token and authenticate the Keptn CLI|"
    "Secrets are similar to ConfigMaps but are specifically intended to hold confidential data.|"
    "Caution: Kubernetes Secrets are, by default, stored unencrypted in the API server's underlying data store|"
    "A Deployment provides declarative updates for Pods and ReplicaSets.|"
    "A Service is a method for exposing a network application that is running as one or more Pods|"
    "The quality gate evaluates the service level objectives of your service|"
    "Define service-level indicators in the file sli.yaml|"
    "The shipyard file defines the stages each deployment has to go through|"
    "Helm is the package manager for Kubernetes, and charts are its packages|"
    "Please replace this value with your own token before you deploy|"
    "This value must not be empty. Choose a strong password.|Your password must contain at least sixteen characters|"
    "Open the Keptn Bridge in your browser and log in with your credentials|"
    "You are now authenticated against the Keptn API|"
    "Successfully authenticated against the Keptn cluster of your team|"
    "Error from server (NotFound): secrets \"keptn-api-token\" not found|"
    "Bad Gateway: the server was unable to complete your request|"
    "The connection to the server localhost:8080 was refused - did you specify the right host or port?|"
    "Namespaces provide a mechanism for isolating groups of resources within a single cluster|"
    "Each node is managed by the control plane and contains the services necessary to run Pods.|"
    "A Pod is the smallest deployable unit of computing that you can create and manage|"
    "Use the following command to decode the token|This tutorial shows how to set up multi-stage delivery with Keptn|"
    "Follow the steps below to rotate the API token of the installation|"
    "An Ingress exposes HTTP and HTTPS routes from outside the cluster|"
    "A ConfigMap is an API object used to store non-confidential data|"
    "Kubernetes is a portable, extensible, open source platform for managing containerized workloads|"
    "Before you begin you need to have a Kubernetes cluster, and the kubectl command-line tool|"
    "Replace the placeholder with the endpoint of your installation|"
    "The token is used to authenticate requests of the integrations|"
    "Create a project with the following command and your shipyard|"
    "Continuous delivery made easy for cloud-native applications|"
    "Remediation actions are triggered when a problem is detected|"
    "The lighthouse service conducts the quality gate evaluation|"
    "Welcome to the documentation. Choose a topic from the menu on the left|"
    "Accept all cookies or choose your preferences|Page not found. The page you requested does not exist.|"
    "Copyright The Linux Foundation. All rights reserved.";

// A passage that fills pages.
inline constexpr std::string_view kLorem =
    "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore "
    "magna aliqua ut enim ad minim veniam quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo "
    "consequat duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur "
    "excepteur sint occaecat cupidatat non proident sunt in culpa qui officia deserunt mollit anim id est laborum";

}  // namespace detection::fifth

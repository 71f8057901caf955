#!/bin/sh
# From a shipped order to a verified licence file, by the command line: order, attach, activate, download.
#
#   VENDOR_KEY=… DEALER_KEY=… examples/four-steps.sh
#
# VENDOR_KEY and DEALER_KEY are API keys of an administrator of the vendor and of a dealer; MUNIMENT_URL names the server.
# The catalog pack must be catalogs/pbx-channel, or set PRODUCT, HARDWARE_KEY and the parts to your own.
set -eu

muniment() { ${MUNIMENT:-npx muniment} "$@"; }
vendor() { MUNIMENT_API_KEY=${VENDOR_KEY:?is not set} muniment "$@"; }
dealer() { MUNIMENT_API_KEY=${DEALER_KEY:?is not set} muniment "$@"; }

order=${ORDER:-1234567}
product=${PRODUCT:-SV8100}
key=${HARDWARE_KEY:-190400324412}
customer="Example Hotel $key"
seats=EX81-SEAT-20

echo "== The vendor ships an order"
organization=$(dealer session show --json | node -p 'JSON.parse(require("node:fs").readFileSync(0)).current.organization.id')
vendor orders ship --sales-order "$order" --receiver-id "$organization" \
  --part $seats=10 --part EX81-VER-3=1 --part EX81-VER-4=1 --part EX81-VER-6=1 --part EX81-OPT-VM=2

echo "== The dealer creates a customer and a device"
dealer customers create --name "$customer"
dealer devices create "$customer" --name Reception --product "$product" --hardware-key "$key"

echo "== attaches, detaches, attaches again"
dealer licenses attach "$key" --order "$order" --part $seats=7 --part EX81-VER-3=1 --part EX81-VER-4=1 --part EX81-VER-6=1
dealer licenses detach "$key" --order "$order" --part $seats=2
dealer licenses attach "$key" --order "$order" --part $seats=1

echo "== activates"
dealer licenses activate "$key" --accept-agreement

echo "== and downloads a file that anybody can verify offline"
folder=$(mktemp -d)
dealer licenses download "$key" -o "$folder/licence"
muniment signing-keys jwks --json > "$folder/jwks.json"
muniment verify "$folder/licence" --jwks "$folder/jwks.json" --hardware-key "$key"
node "$(dirname "$0")/verify-licence.mjs" "$folder/licence" "$folder/jwks.json"

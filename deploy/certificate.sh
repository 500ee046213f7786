#!/bin/sh
# A certificate of the office's own for the site's name, where no authority gives one:
#   deploy/certificate.sh SITE_NAME [ADDRESS]
# writes deploy/tls/: site.crt and site.key for nginx; ca.crt, which goes once onto every computer and telephone
# (docs/handbook/phone-certificate.md); ca.key, which signs the next one and belongs into the safe, not onto the server.
# Run again before the two years are over: the same ca.crt stays valid for ten.
set -eu
name=${1:?the name under which the site is opened, as SITE_NAME in .env}
cd "$(dirname "$0")"
mkdir -p tls
cd tls
umask 077
if [ -e site.key ] && ! openssl x509 -in site.crt -noout -issuer 2>/dev/null | grep -q "Fengqiao own CA"; then
    echo "deploy/tls/ holds a certificate from elsewhere; nothing was written." >&2
    exit 1
fi
if [ ! -e ca.key ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 3650 -keyout ca.key -out ca.crt \
        -subj "/CN=Fengqiao own CA $name" -addext "basicConstraints=critical,CA:TRUE,pathlen:0" \
        -addext "keyUsage=critical,keyCertSign,cRLSign" -addext "nameConstraints=critical,permitted;DNS:$name${2:+,permitted;IP:$2/255.255.255.255}"
fi
printf 'subjectAltName=DNS:%s%s\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n' \
    "$name" "${2:+,IP:$2}" > site.ext
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout site.key -out site.csr -subj "/CN=$name" 2>/dev/null
openssl x509 -req -sha256 -days 730 -in site.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile site.ext -out site.crt 2>/dev/null
rm -f site.csr site.ext
chmod 644 ca.crt site.crt
openssl x509 -in ca.crt -noout -fingerprint -sha256

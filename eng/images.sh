#!/usr/bin/env bash
# Makes the images of Windows below images/ anew from their descriptions, and puts their digests into images/README.md. Needs a Release build, ntfs-3g, wimtools and mtools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for spec in images/windows-*.yaml; do
    image="${spec%.yaml}.img.gz"
    dotnet "src/BootLab.Cli/bin/${CONFIGURATION:-Release}/net10.0/bootlab.dll" image create --spec "$spec" -o "$image"
    digest="$(zcat "$image" | sha256sum | cut -d' ' -f1)"
    sed -i -E "s/^(\| $(basename "$image") \| [0-9,]+ bytes \| \`)[0-9a-f]{64}/\1$digest/" images/README.md
done

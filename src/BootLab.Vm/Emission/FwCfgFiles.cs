using BootLab.Firmware.Acpi;
using BootLab.Firmware.FwCfg;
using BootLab.Machine;
using BootLab.Vm.Layout;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Emission;

/// <summary>ACPI tables that QEMU's firmware places by a script of ours, with the iBFT among them.</summary>
internal static class FwCfgFiles
{
    /// <summary>For firmware and boot programs that read it themselves.</summary>
    private const string PlainName = "opt/bootlab/ibft";

    public static Emitted Emit(EmissionRequest request)
    {
        var platform = LabMachine.Platform(request.Machine ?? new MachineSpec());
        var files = FwCfgAcpi.Build(platform, request.Table).Append(new FwCfgFile(PlainName, request.Table))
            .Select(file => (file.Name, File: new EmittedFile(Path.Combine(request.Path, file.Name[(file.Name.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace('/', '-')), file.Content)))
            .ToList();
        var machine = platform.ChipSet == PcChipSet.Q35 ? "q35" : "pc";
        var arguments = files.Select(file => $"-fw_cfg name={file.Name},file={ShellText.Quote(QemuOption.Value(file.File.Name))}");
        return new Emitted
        {
            Files = [.. files.Select(file => file.File)],
            Text = $"-M {machine},acpi=off {string.Join(' ', arguments)}\n",
            Notes =
            [
                $"For QEMU's {machine} with acpi=off and SeaBIOS, which places the tables as the script says; with acpi=on QEMU refuses to start, as the names are its own.",
                "Every byte of the iBFT arrives as it is, a wrong checksum too, which -acpitable cannot do. QEMU warns that the names should begin with opt/, which SeaBIOS would not read.",
                "The other tables say little (PCI roots, interrupts, reset): it cannot test power management, sleep or hot-plug, and switching off by ACPI does nothing.",
                $"{PlainName} holds the table alone, for firmware and boot programs that read fw_cfg themselves.",
            ],
        };
    }
}

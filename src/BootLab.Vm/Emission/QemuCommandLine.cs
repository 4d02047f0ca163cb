using BootLab.Machine;
using BootLab.Vm.Layout;

namespace BootLab.Vm.Emission;

/// <summary>The whole machine of a lab as a QEMU command line, with the table in the way its firmware calls for.</summary>
internal static class QemuCommandLine
{
    public static Emitted Emit(EmissionRequest request)
    {
        var machine = request.Machine ?? throw new EmissionException("found a table without a machine, expected the lab that has it; use --lab LAB");
        var isUefi = machine.Firmware == FirmwareKind.Uefi;
        var table = isUefi ? AcpiTableFile.Emit(request) : LowMemoryLoader.Emit(request);
        var variables = request.Path + ".vars";
        IReadOnlyList<string> arguments;
        try
        {
            arguments = LabMachine.Arguments(machine, new MachineWiring { Network = _ => "user", Variables = variables }).ToList();
        }
        catch (PciLayoutException impossible)
        {
            throw new EmissionException(impossible.Message);
        }

        var down = LabMachine.LinksDown(machine).Select(id => $"Without link in the lab, to be told so in QEMU's monitor before it starts (-S, then): set_link {id} off");
        return new Emitted
        {
            Files = [.. table.Files, .. isUefi ? [new EmittedFile(variables, LabMachine.FreshVariables())] : Array.Empty<EmittedFile>()],
            Text = Lines(["qemu-system-x86_64", .. arguments, "-serial", "mon:stdio"], table.Text!),
            Notes =
            [
                "The lab's machine as it is, without a boot program: add what is to start, such as -kernel, -initrd and -append, or a disk.",
                "Its networks are QEMU's user mode here, each for itself; the lab's own servers are not on them.",
                .. table.Notes,
                .. down,
            ],
        };
    }

    /// <summary>An option a line, and the table last.</summary>
    private static string Lines(IReadOnlyList<string> words, string table)
    {
        var lines = new List<string>();
        foreach (var word in words)
        {
            if (word.StartsWith('-') || lines.Count == 0)
            {
                lines.Add(ShellText.Quote(word));
            }
            else
            {
                lines[^1] += " " + ShellText.Quote(word);
            }
        }

        return string.Join(" \\\n  ", [.. lines, table]);
    }
}

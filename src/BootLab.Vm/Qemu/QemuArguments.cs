using System.Globalization;

namespace BootLab.Vm.Qemu;

/// <summary>The arguments of one QEMU, put together from pieces; each piece adds what it needs and gives the same object back.</summary>
public sealed class QemuArguments
{
    private readonly List<string> _arguments = [];
    private readonly string _machine;
    private int _memoryMiB = 128;
    private string? _memoryFile;
    private bool _usesKvm;

    private QemuArguments(string machine) => _machine = machine;

    /// <summary>The smallest memory that the guests' kernel starts in with room to spare.</summary>
    public const int SmallestMemoryMiB = 96;

    /// <summary>A machine (pc or q35, with properties such as pc,acpi=off) without any device that is not asked for.</summary>
    public static QemuArguments Machine(string machine) => new(machine);

    /// <summary>The arguments in the order of their adding.</summary>
    public IReadOnlyList<string> ToList()
    {
        var memory = _memoryFile is null
            ? Array.Empty<string>()
            : ["-object", $"memory-backend-file,id=ram,size={_memoryMiB}M,mem-path={QemuOption.Value(_memoryFile)},share=on"];
        return
        [
            "-accel", _usesKvm ? "kvm" : "tcg", "-cpu", "qemu64", "-M", _memoryFile is null ? _machine : _machine + ",memory-backend=ram", .. memory,
            "-m", _memoryMiB.ToString(CultureInfo.InvariantCulture), "-display", "none", "-nodefaults", "-no-user-config", "-no-reboot", .. _arguments,
        ];
    }

    /// <summary>Arguments as they are.</summary>
    public QemuArguments Add(params IEnumerable<string> arguments)
    {
        _arguments.AddRange(arguments);
        return this;
    }

    /// <summary>Has the guest run on the processor itself. It is interpreted otherwise: that /dev/kvm can be opened does not mean that guests run on it (see <see cref="Judging.KvmTrial"/>).</summary>
    public QemuArguments Kvm(bool uses)
    {
        _usesKvm = uses;
        return this;
    }

    /// <summary>The size of the memory.</summary>
    public QemuArguments Memory(int mebibytes)
    {
        _memoryMiB = mebibytes;
        return this;
    }

    /// <summary>Keeps the memory in a file in which the host can read and write while the guest runs; an offset there is a physical address.</summary>
    public QemuArguments SharedMemory(string file)
    {
        _memoryFile = file;
        return this;
    }

    /// <summary>
    /// Starts a Linux kernel without firmware menus or boot loaders. It takes the timer on trust: on a busy host its test of that fails and it panics (seen with Linux 6.1 at 0.05 s).
    /// </summary>
    public QemuArguments Linux(string kernel, string initialSystem, params IEnumerable<string> words) =>
        Add("-kernel", kernel, "-initrd", initialSystem, "-append", string.Join(' ', ["console=ttyS0", "quiet", "panic=-1", "no_timer_check", .. words]));

    /// <summary>Puts a file's bytes into memory before the firmware starts.</summary>
    public QemuArguments LoadedFile(string file, uint address) =>
        Add("-device", $"loader,file={QemuOption.Value(file)},addr=0x{address:x},force-raw=on");

    /// <summary>Publishes a file as ACPI table. QEMU writes its length and checksum anew, so that a table which is wrong there arrives repaired.</summary>
    public QemuArguments AcpiTable(string file) => Add("-acpitable", $"file={QemuOption.Value(file)}");
}

using System.Diagnostics;
using System.Text;

namespace BootLab.Vm.Qemu;

/// <summary>
/// QEMU under a watchdog: a shell that holds one end of a pipe whose other end is ours. However this process ends, the pipe closes with it and the shell kills the QEMU it started, by its id.
/// </summary>
internal sealed class QemuProcess : IDisposable
{
    // Both wait: one for QEMU's end, the other for the pipe's. Descriptor 3 is the pipe, as a shell gives its background children an empty standard input.
    private const string Watchdog = """
        exec 3<&0
        "$@" </dev/null 3<&- & qemu=$!
        { read -r _ <&3; kill -9 $qemu; } 2>/dev/null & watch=$!
        wait $qemu; code=$?
        kill -9 $watch 2>/dev/null
        exit $code
        """;

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private QemuProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Exited = process.WaitForExitAsync();
    }

    /// <summary>Ends when QEMU has.</summary>
    public Task Exited { get; }

    /// <summary>What QEMU itself printed: warnings and the reason why it did not start.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString().Trim();
            }
        }
    }

    public static QemuProcess Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Watchdog, "bootlab-watchdog", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new QemuProcess(Process.Start(start) ?? throw new VmException($"{program} did not start"));
    }

    /// <summary>Kills QEMU, unless it has ended.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}

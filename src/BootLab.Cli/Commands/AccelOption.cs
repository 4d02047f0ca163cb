using System.CommandLine;
using BootLab.Vm;
using BootLab.Vm.Judging;
using BootLab.Vm.Pieces;

namespace BootLab.Cli.Commands;

/// <summary>The option <c>--accel</c>: what runs a guest's instructions.</summary>
internal static class AccelOption
{
    private const string Tcg = "tcg";
    private const string Kvm = "kvm";
    private const string Auto = "auto";

    public static Option<string> Make()
    {
        var option = new Option<string>("--accel")
        {
            Description = "What runs the guest: QEMU's interpreter (tcg), the processor (kvm), or the processor where a trial says that it works and is faster (auto).",
            DefaultValueFactory = _ => Tcg,
        };
        option.AcceptOnlyFromAmong(Tcg, Kvm, Auto);
        return option;
    }

    /// <summary>Whether guests run on the processor.</summary>
    /// <param name="wanted">The option.</param>
    /// <param name="pieces">What the guest of a trial is started from; asked only when there is one.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="HostLacksException">That is demanded and does not work.</exception>
    public static async Task<bool> UsesKvmAsync(string wanted, Func<Task<GuestPieces>> pieces, CancellationToken stop)
    {
        if (wanted == Tcg)
        {
            return false;
        }

        var trial = await KvmTrial.AskAsync(await pieces(), stop);
        if (wanted == Kvm && !trial.Works)
        {
            throw new HostLacksException($"KVM does not run guests on this host ({trial.Words}): take --accel tcg");
        }

        return wanted == Kvm || trial.IsFaster;
    }
}

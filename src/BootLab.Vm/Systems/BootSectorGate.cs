using BootLab.Vm.Capture;

namespace BootLab.Vm.Systems;

/// <summary>Has a guest stand still each time it is about to enter a boot sector, and goes on when that has been seen to; as often as the machine restarts.</summary>
/// <param name="debugger">QEMU's debugger port.</param>
/// <param name="entered">What is done while the guest stands still.</param>
internal sealed class BootSectorGate(GdbClient debugger, Action entered)
{
    private const uint BootSector = 0x7c00;

    /// <summary>Connects to a guest that has not begun to run.</summary>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        await debugger.ConnectAsync(cancellation);
        await debugger.SetBreakpointAsync(BootSector, cancellation);
    }

    /// <summary>Lets the guest run, until it is gone or the watching is over.</summary>
    /// <exception cref="VmException">What is done at a boot sector failed.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await debugger.TryContinueAsync(cancellation))
        {
            entered();
            // The guest would stop at once again at a breakpoint that it stands on.
            await debugger.RemoveBreakpointAsync(BootSector, cancellation);
            await debugger.StepAsync(cancellation);
            await debugger.SetBreakpointAsync(BootSector, cancellation);
        }
    }
}

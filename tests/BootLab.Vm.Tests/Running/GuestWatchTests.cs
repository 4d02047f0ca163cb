using BootLab.Machine;
using BootLab.Vm.Qemu;
using BootLab.Vm.Running;
using Xunit;

namespace BootLab.Vm.Tests.Running;

/// <summary>Guests that end badly on purpose, and what is seen of it from outside.</summary>
public sealed class GuestWatchTests(Guests guests)
{
    private static readonly GuestLimits s_patient = new() { Boot = Guests.Options.BootLimit, Stage = Guests.Options.BootLimit, Panic = Guests.Options.BootLimit };

    [Fact]
    public async Task A_kernel_that_panics_and_restarts_is_counted()
    {
        var (course, outcome) = await RunAsync(s_patient with { Restarts = 1 }, "bootlab.instead=crash");
        Assert.Equal(new GuestCourse(GuestEnd.RestartedTooOften, Panics: 2, Restarts: 2, "crash"), course);
        Assert.Equal("crashed and rebooted 2 times: the kernel panicked, in the stage 'crash'", outcome.ToString());
    }

    [Fact]
    public async Task A_kernel_that_panics_and_stays_so_has_stopped()
    {
        var (course, outcome) = await RunAsync(s_patient with { Panic = TimeSpan.FromSeconds(1) }, "bootlab.instead=crash", "panic=0");
        Assert.Equal(new GuestCourse(GuestEnd.Panicked, Panics: 1, Restarts: 0, "crash"), course);
        Assert.Equal("stopped: the kernel panicked, in the stage 'crash'", outcome.ToString());
    }

    [Fact]
    public async Task A_restart_without_a_panic_is_one_too()
    {
        var (course, outcome) = await RunAsync(s_patient with { Restarts = 0 }, "bootlab.instead=reboot");
        Assert.Equal(new GuestCourse(GuestEnd.RestartedTooOften, Panics: 0, Restarts: 1, "reboot"), course);
        Assert.Equal("crashed and rebooted once: it restarted without a panic, in the stage 'reboot'", outcome.ToString());
    }

    [Fact]
    public async Task A_guest_that_hangs_has_stopped()
    {
        var (course, outcome) = await RunAsync(s_patient with { Single = new Dictionary<string, TimeSpan> { ["hang"] = TimeSpan.FromSeconds(1) } }, "bootlab.instead=hang");
        Assert.Equal(new GuestCourse(GuestEnd.TooSlow, Panics: 0, Restarts: 0, "hang") { Limit = TimeSpan.FromSeconds(1) }, course);
        Assert.Equal("stopped: the stage 'hang' was not over within 1 s", outcome.ToString());
    }

    [Fact]
    public async Task A_guest_that_switches_itself_off_has_stopped()
    {
        var (course, outcome) = await RunAsync(s_patient, "bootlab.instead=off");
        Assert.Equal(new GuestCourse(GuestEnd.SwitchedOff, Panics: 0, Restarts: 0, "off"), course);
        Assert.Equal("stopped: it switched itself off, in the stage 'off'", outcome.ToString());
    }

    [Fact]
    public async Task A_guest_without_an_operating_system_does_not_boot()
    {
        _ = guests.Pieces;
        var (course, outcome) = await RunAsync(s_patient with { Boot = TimeSpan.FromSeconds(1) });
        Assert.Equal(new GuestCourse(GuestEnd.TooSlow, Panics: 0, Restarts: 0, LastStage: null) { Limit = TimeSpan.FromSeconds(1) }, course);
        Assert.Equal("no boot: nothing was heard of it within 1 s", outcome.ToString());
    }

    /// <summary>A guest with these words for its kernel; without words one without a kernel.</summary>
    private async Task<(GuestCourse Course, VmOutcome Outcome)> RunAsync(GuestLimits limits, params string[] words)
    {
        const string Mark = "00112233445566aa";
        var cancellation = TestContext.Current.CancellationToken;
        await using var guest = await QemuGuest.StartAsync(
            _ =>
            {
                var arguments = QemuArguments.Machine("pc").Add("-S", "-device", GuestWatch.PanicDevice);
                return words.Length == 0 ? arguments : arguments.Linux(guests.Pieces.Kernel, guests.Pieces.ReportingSystem, [$"bootlab.mark={Mark}", .. words]);
            },
            cancellation);
        var watch = new GuestWatch(guest, Mark, limits);
        var course = await watch.RunAsync(cancellation);
        return (course, OutcomeDetector.Of(course, watch.Report, new MachineSpec()));
    }
}

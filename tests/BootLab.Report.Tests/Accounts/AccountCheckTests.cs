using BootLab.Machine;
using BootLab.Os.Windows;
using BootLab.Report.Accounts;
using Xunit;

namespace BootLab.Report.Tests.Accounts;

/// <summary>What happened is held against what was foretold, and only what was seen decides.</summary>
public sealed class AccountCheckTests
{
    private static readonly Foretold s_boots = new("windows", WindowsOutcome.Boots, null, WindowsStage.Running, null, []);
    private static readonly Foretold s_code31 = new("windows", WindowsOutcome.BootsDegraded, null, WindowsStage.SecondPlugAndPlay, "N-2", ["code-31"]);
    private static readonly Foretold s_crash = new("windows", WindowsOutcome.CrashAndReboot, 0x7b, WindowsStage.PlugAndPlay, "D-ID-2", []);
    private static readonly Foretold s_lateCrash = s_crash with { Code = 0x50, Stage = WindowsStage.Session };
    private static readonly Foretold s_fails = new("seed-ordering", WindowsOutcome.Fails, null, WindowsStage.TableToNics, "OQ-2", []);
    private static readonly Foretold s_noBoot = s_crash with { Outcome = WindowsOutcome.NoBoot, Code = null, Stage = WindowsStage.Firmware };
    private static readonly Foretold s_undecided = s_boots with { Outcome = WindowsOutcome.Undecided };

    public static TheoryData<string, string, Agreement> Said => new()
    {
        { "boots", nameof(s_boots), Agreement.Agrees },
        { "boots", nameof(s_code31), Agreement.Differs },
        { "boots-degraded", nameof(s_code31), Agreement.Agrees },
        { "code-31", nameof(s_code31), Agreement.Agrees },
        { "code-31", nameof(s_boots), Agreement.Differs },
        { "stop-7b", nameof(s_crash), Agreement.Agrees },
        { "stop-0000007B", nameof(s_crash), Agreement.Agrees },
        { "stop-d1", nameof(s_crash), Agreement.Differs },
        { "stop-7b", nameof(s_fails), Agreement.Agrees },
        { "stop-7b", nameof(s_boots), Agreement.Differs },
        { "crash-and-reboot", nameof(s_crash), Agreement.Agrees },
        { "fails", nameof(s_crash), Agreement.Agrees },
        { "fails", nameof(s_boots), Agreement.Differs },
        { "hangs", nameof(s_fails), Agreement.Agrees },
        { "hangs", nameof(s_crash), Agreement.Differs },
        { "undecided", nameof(s_boots), Agreement.Open },
        { "boots", nameof(s_undecided), Agreement.Open },
    };

    public static TheoryData<string, string, Agreement> Seen => new()
    {
        { "login", nameof(s_boots), Agreement.Agrees },
        { "login", nameof(s_code31), Agreement.Agrees },
        { "login", nameof(s_crash), Agreement.Differs },
        { "login", nameof(s_fails), Agreement.Differs },
        { "login", nameof(s_lateCrash), Agreement.Open },
        { "restarts", nameof(s_boots), Agreement.Differs },
        { "restarts", nameof(s_crash), Agreement.Agrees },
        { "restarts", nameof(s_fails), Agreement.Agrees },
        { "restarts, set-up", nameof(s_boots), Agreement.Open },
        { "login, restarts", nameof(s_crash), Agreement.Differs },
        { "login, restarts", nameof(s_boots), Agreement.Open },
        { "nothing", nameof(s_boots), Agreement.Open },
        { "nothing", nameof(s_crash), Agreement.Open },
        { "no boot", nameof(s_noBoot), Agreement.Agrees },
        { "no boot", nameof(s_boots), Agreement.Open },
        { "stop code 7b", nameof(s_crash), Agreement.Agrees },
        { "stop code 7b", nameof(s_boots), Agreement.Differs },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void What_somebody_says(string outcome, string foretold, Agreement agreement) => Assert.Equal(agreement, AccountCheck.Of(Named(foretold), Source(outcome)).Agreement);

    [Theory]
    [MemberData(nameof(Seen))]
    public void What_was_seen_from_outside_when_nobody_says_more(string seen, string foretold, Agreement agreement)
    {
        var login = new ObservedLogin(TimeSpan.FromSeconds(9), "10.9.0.100", null, null, "400001370000", IsSystem: true, "None", 0);
        var started = new ObservedBoot { At = TimeSpan.Zero, BootSectorAt = TimeSpan.FromSeconds(5) };
        ObservedBoot[] boots = seen switch
        {
            "login" => [started with { Logins = [login] }],
            "restarts" or "restarts, set-up" => [started, started],
            "login, restarts" => [started with { Logins = [login] }, started],
            "stop code 7b" => [started with { Panics = [new ObservedPanic(TimeSpan.FromSeconds(9), 0x7b)] }],
            "no boot" => [started with { BootSectorAt = null }],
            _ => [started],
        };
        var observation = Observations.Nothing with { Boots = boots };
        Assert.Equal(agreement, AccountCheck.Of(Named(foretold), Source(null, observation, seen.EndsWith("set-up", StringComparison.Ordinal))).Agreement);
    }

    [Fact]
    public void Nobody_says_anything() => Assert.Equal((Agreement.Open, "nobody says how it ended"), (AccountCheck.Of(s_crash, Source(null)).Agreement, AccountCheck.Of(s_crash, Source(null)).Why));

    private static AccountSource Source(string? outcome, Observation? seen = null, bool isSetup = false) =>
        new(new WindowsSituation { Release = WindowsRelease.All[0], Memory = AccountMemory.Of(FirmwareKind.Bios, null, null, null), IsSetup = isSetup }) { Outcome = outcome, Seen = seen };

    private static Foretold Named(string name) => name switch
    {
        nameof(s_boots) => s_boots,
        nameof(s_code31) => s_code31,
        nameof(s_crash) => s_crash,
        nameof(s_lateCrash) => s_lateCrash,
        nameof(s_fails) => s_fails,
        nameof(s_noBoot) => s_noBoot,
        _ => s_undecided,
    };
}

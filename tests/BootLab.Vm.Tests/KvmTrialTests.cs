using BootLab.Testing;
using BootLab.Vm.Judging;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>Whether KVM is of use here, whatever this host is.</summary>
public sealed class KvmTrialTests(Guests guests)
{
    [Fact]
    public async Task The_trial_ends_and_its_answer_is_remembered()
    {
        using var folder = new TemporaryFolder();
        var pieces = guests.PiecesIn(folder);
        var trial = await KvmTrial.AskAsync(pieces, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(trial.ToString());
        Assert.NotEmpty(trial.Words);
        Assert.True(trial.Works || !trial.IsFaster);
        if (!File.Exists("/dev/kvm"))
        {
            Assert.Equal(new KvmTrial(Works: false, IsFaster: false, "/dev/kvm is not there"), trial);
        }

        // What is remembered is believed: the next answer is this one, whatever a trial would say.
        var file = folder.PathTo("kvm.json");
        var other = trial.Works ? "\"Works\":false" : "\"Works\":true";
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace(trial.Works ? "\"Works\":true" : "\"Works\":false", other, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(trial with { Works = !trial.Works }, await KvmTrial.AskAsync(pieces, TestContext.Current.CancellationToken));
    }
}

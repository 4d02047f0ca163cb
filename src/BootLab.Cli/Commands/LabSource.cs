using BootLab.Labs.Files;
using BootLab.Labs.Running;

namespace BootLab.Cli.Commands;

/// <summary>The lab that a command is given, and its boots; what is wrong ends the command.</summary>
internal static class LabSource
{
    public static LabFile Load(string path) => Guard(() => LabLoader.Load(path));

    /// <summary>Reads a file of a lab's kind.</summary>
    public static T Guard<T>(Func<T> load)
    {
        try
        {
            return load();
        }
        catch (LabFileException wrong)
        {
            throw CommandFailure.Fatal(wrong.Message);
        }
    }

    /// <summary>Ends the command when a lab knows no such run and there is no such boot program.</summary>
    public static void CheckProducer(LabFile lab, string producer)
    {
        try
        {
            LabRunner.Select(lab, producer);
        }
        catch (ArgumentException unknown)
        {
            throw CommandFailure.Usage($"--producer: {unknown.Message.Split(" (Parameter")[0]}");
        }
    }

    /// <summary>The lab with a disk image of one's own where its disk would be.</summary>
    public static LabFile WithDisk(LabFile lab, string image) => OwnDisk.TryPutInto(lab, image, out var own, out var error) ? own : throw CommandFailure.Fatal(error);

    public static LabResult Run(LabFile lab, string? producer, bool capture, LiveNetworks? live, CancellationToken stop)
    {
        try
        {
            return LabRunner.Run(lab, producer, capture, live, stop);
        }
        catch (TimeoutException stuck)
        {
            throw CommandFailure.Fatal($"{lab.Name}: {stuck.Message}");
        }
        catch (OperationCanceledException)
        {
            throw CommandFailure.Fatal($"{lab.Name}: interrupted");
        }
    }
}

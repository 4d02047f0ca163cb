namespace BootLab.Rom.Ipxe.Script;

/// <summary>Commands on NICs: ifopen, ifclose, ifstat, iflinkwait, dhcp, route, autoboot.</summary>
internal sealed class InterfaceCommands(IpxeProgram program)
{
    public Task<IpxeStatus> Open(IReadOnlyList<string> words) => EachAsync(words, device =>
    {
        program.Open(device);
        return Task.CompletedTask;
    });

    public Task<IpxeStatus> Close(IReadOnlyList<string> words) => EachAsync(words, device =>
    {
        if (device.IsOpen)
        {
            device.Close();
        }

        return Task.CompletedTask;
    });

    public Task<IpxeStatus> Status(IReadOnlyList<string> words) => EachAsync(words, device =>
    {
        program.Interfaces.PrintStatus(device);
        return Task.CompletedTask;
    });

    public Task<IpxeStatus> WaitForLink(IReadOnlyList<string> words) => EachAsync(words, device => program.Interfaces.WaitForLinkAsync(device, verbose: true));

    /// <summary>Stops at the first NIC that gets an address; those that fail are closed.</summary>
    public async Task<IpxeStatus> Configure(IReadOnlyList<string> words)
    {
        var status = program.Errors.Make(Errno.ENODEV, ErrorFile.IfMgmt);
        foreach (var device in Devices(CommandLine.Parse(words, "configurator|c=", "timeout|t=")))
        {
            try
            {
                await program.Interfaces.ConfigureAsync(device);
                return IpxeStatus.Ok;
            }
            catch (IpxeFailureException failure)
            {
                status = failure.Status;
                device.Close();
            }
        }

        return status;
    }

    public Task<IpxeStatus> Route(IReadOnlyList<string> words)
    {
        program.Interfaces.PrintRoutes();
        return Task.FromResult(IpxeStatus.Ok);
    }

    public async Task<IpxeStatus> Autoboot(IReadOnlyList<string> words)
    {
        var line = CommandLine.Parse(words);
        if (line.Arguments.Count == 0)
        {
            return await program.Autoboot.RunAsync();
        }

        var status = IpxeStatus.Ok;
        foreach (var device in Devices(line))
        {
            status = await program.Autoboot.BootFromAsync(device);
        }

        return status;
    }

    private async Task<IpxeStatus> EachAsync(IReadOnlyList<string> words, Func<NetDevice, Task> action)
    {
        foreach (var device in Devices(CommandLine.Parse(words, "configurator|c=", "timeout|t=")))
        {
            await action(device);
        }

        return IpxeStatus.Ok;
    }

    /// <summary>The NICs that were named, or all when none was; <c>netX</c> is the one opened last.</summary>
    private List<NetDevice> Devices(CommandLine line)
    {
        if (line.Arguments.Count == 0)
        {
            return [.. program.Devices];
        }

        var devices = new List<NetDevice>();
        foreach (var name in line.Arguments)
        {
            devices.Add(name == "netX" && program.LastOpened is { } last ? last
                : program.Devices.FirstOrDefault(device => device.Name == name)
                ?? throw new UsageException($"\"{name}\": no such interface"));
        }

        return devices;
    }
}

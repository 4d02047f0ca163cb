using System.CommandLine;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using BootLab.Iscsi.Target;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab target serve</c>: disk images as an iSCSI target on loopback.</summary>
internal static class TargetServeCommand
{
    private const string DefaultName = "iqn.2026-11.lab.bootlab:disk";

    public static Command Make(CommandIo io)
    {
        var images = new Argument<string[]>("IMAGE") { Description = "Raw disk images, LUN 0 and up; NAME.gz is unpacked in memory.", Arity = ArgumentArity.OneOrMore };
        var portal = new Option<string>("--portal") { Description = "Loopback address and port; port 0 takes a free one.", DefaultValueFactory = _ => "127.0.0.1:3260" };
        var name = new Option<string>("--iqn") { Description = "The target's name.", DefaultValueFactory = _ => DefaultName };
        var chap = new Option<string?>("--chap") { Description = "USER:SECRET that initiators have to prove." };
        var readOnly = new Option<bool>("--read-only") { Description = "Refuse writes. Without it they stay in memory and are thrown away at the end." };
        var command = new Command("serve", "Serves disk images as an iSCSI target on loopback until Ctrl-C.") { images, portal, name, chap, readOnly };
        command.SetAction((result, stop) => RunAsync(
            io, result.GetRequiredValue(images), Portal(result.GetValue(portal)!), result.GetValue(name)!, Chap(result.GetValue(chap)), result.GetValue(readOnly), stop));
        return command;
    }

    private static async Task<int> RunAsync(CommandIo io, string[] images, IPEndPoint portal, string name, TargetChap? chap, bool readOnly, CancellationToken stop)
    {
        var luns = images.Select((image, number) => (Number: (ushort)number, Store: Open(image, readOnly))).ToDictionary(lun => lun.Number, lun => lun.Store);
        var options = new TargetOptions { Name = name, Luns = luns, Chap = chap };
        var talk = TextWriter.Synchronized(io.Error);
        var targets = new TargetServer([options], new Random(), TimeProvider.System, login => talk.WriteLine(login.ToString()));
        try
        {
            await using var server = IscsiTargetServer.Start(targets, portal);
            io.Output.WriteLine($"iscsi://{server.Portal}/{name}");
            foreach (var (number, store) in luns)
            {
                io.Output.WriteLine($"LUN {number}: {images[number]}, {store.BlockCount} blocks of {store.BlockSize} bytes{(readOnly ? ", read-only" : ", writes are thrown away")}");
            }

            await io.Output.FlushAsync(CancellationToken.None);
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is the way to end it.
        }
        catch (SocketException taken)
        {
            throw CommandFailure.Fatal($"{portal}: {taken.Message}; give another port with --portal");
        }

        return ExitCode.Fine;
    }

    private static IBlockStore Open(string image, bool readOnly)
    {
        IBlockStore store = image.EndsWith(".gz", StringComparison.Ordinal) ? new MemoryBlockStore(Unpack(image)) : StreamBlockStore.OpenFile(image);
        if (store.BlockCount == 0)
        {
            throw CommandFailure.Fatal($"{image}: found no whole block of {store.BlockSize} bytes, expected a raw disk image");
        }

        return readOnly ? store : new CopyOnWriteBlockStore(store);
    }

    private static byte[] Unpack(string image)
    {
        using var file = File.OpenRead(image);
        using var unpacking = new GZipStream(file, CompressionMode.Decompress);
        using var content = new MemoryStream();
        try
        {
            unpacking.CopyTo(content);
        }
        catch (InvalidDataException)
        {
            throw CommandFailure.Fatal($"{image}: its name ends in .gz, but it is not in gzip format");
        }

        return content.ToArray();
    }

    private static IPEndPoint Portal(string text)
    {
        var isEndPoint = IPEndPoint.TryParse(text, out var portal) && text.EndsWith($":{portal.Port}", StringComparison.Ordinal);
        return isEndPoint && IPAddress.IsLoopback(portal!.Address)
            ? portal
            : throw CommandFailure.Usage($"--portal: found '{text}', expected a loopback address and a port such as 127.0.0.1:3260");
    }

    private static TargetChap? Chap(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < text.Length - 1
            ? new TargetChap { Username = text[..colon], Password = text[(colon + 1)..] }
            : throw CommandFailure.Usage("--chap: expected USER:SECRET");
    }
}

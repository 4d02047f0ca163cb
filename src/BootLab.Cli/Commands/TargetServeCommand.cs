using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using BootLab.Iscsi.Target;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab target serve</c>: disk images as an iSCSI target.</summary>
internal sealed class TargetServeCommand
{
    private const string DefaultName = "iqn.2026-11.lab.bootlab:disk";

    // How long initiators get for a logout when the target ends.
    private static readonly TimeSpan LogoutLimit = TimeSpan.FromSeconds(1);

    private readonly Argument<string[]> _images = new("IMAGE") { Description = "Disk images, LUN 0 and up: raw, raw packed with gzip, VHD, VHDX, qcow2, VMDK, VDI.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _portals = new("--portal")
    {
        Description = "Address and port, such as 127.0.0.1:3260 or [::1]:3260, and a portal group tag after a comma if wanted; several times for several. Port 0 takes a free one.",
        DefaultValueFactory = _ => ["127.0.0.1:3260"],
    };

    private readonly Option<bool> _expose = new("--expose") { Description = "Let --portal be an address that other machines reach. They see the disks, everything goes over the wire in the clear, and who may come in is decided by --chap and --initiator alone." };
    private readonly Option<string> _name = new("--iqn") { Description = "The target's name.", DefaultValueFactory = _ => DefaultName };
    private readonly Option<string?> _chap = new("--chap") { Description = "USER:SECRET that initiators have to prove." };
    private readonly Option<string?> _mutualChap = new("--mutual-chap") { Description = "USER:SECRET that the target proves to initiators that ask for it; needs --chap." };
    private readonly Option<string[]> _initiators = new("--initiator") { Description = "A name that may log in; several times for several. Without it any may.", DefaultValueFactory = _ => [] };
    private readonly Option<bool> _readOnly = new("--read-only") { Description = "Refuse writes. Without it, --write and --overlay they stay in memory and are thrown away at the end." };
    private readonly Option<bool> _write = new("--write") { Description = "Write into the images themselves." };
    private readonly Option<string?> _overlay = new("--overlay") { Description = "Keep writes in this file, made when it does not exist; the image is not touched. For one image." };
    private readonly Option<string?> _digest = new("--digest") { Description = "Demand CRC32C digests: header, data or both; or none, to refuse them. Without it the initiator decides." };
    private readonly Option<string?> _redirect = new("--redirect") { Description = "Send every login to this ADDRESS[:PORT] instead." };
    private readonly Option<bool> _permanent = new("--permanent") { Description = "Say with --redirect that the target has moved for good, not for now." };
    private readonly Option<double?> _ping = new("--ping") { Description = "Ping an initiator that was silent for so many seconds, and drop it when it is silent as long again." };
    private readonly Option<string[]> _faults = new("--fault") { Description = $"Do something wrong: {TargetFault.Syntax}. Several times for several.", DefaultValueFactory = _ => [] };

    public static Command Make(CommandIo io)
    {
        var serve = new TargetServeCommand();
        var command = new Command("serve", "Serves disk images as an iSCSI target, on loopback unless told otherwise, until Ctrl-C.")
        {
            serve._images, serve._portals, serve._expose, serve._name, serve._chap, serve._mutualChap, serve._initiators, serve._readOnly, serve._write, serve._overlay,
            serve._digest, serve._redirect, serve._permanent, serve._ping, serve._faults,
        };
        command.SetAction((result, stop) => serve.RunAsync(io, result, stop));
        return command;
    }

    private async Task<int> RunAsync(CommandIo io, ParseResult result, CancellationToken stop)
    {
        var isExposed = result.GetValue(_expose);
        TargetPortal[] portals = [.. result.GetValue(_portals)!.Select(text => Portal(text, isExposed))];
        var options = new TargetOptions
        {
            Name = result.GetValue(_name)!,
            Chap = Chap(result.GetValue(_chap), result.GetValue(_mutualChap)),
            Initiators = result.GetValue(_initiators)!,
            HeaderDigest = Digest(result.GetValue(_digest), "header"),
            DataDigest = Digest(result.GetValue(_digest), "data"),
            Redirect = result.GetValue(_redirect),
            RedirectIsPermanent = result.GetValue(_permanent),
            PingAfter = result.GetValue(_ping) is { } seconds ? Ping(seconds) : null,
            Faults = [.. result.GetValue(_faults)!.Select(Fault)],
        };
        using var disks = ServedDisks.Open(result.GetRequiredValue(_images), result.GetValue(_readOnly), result.GetValue(_write), result.GetValue(_overlay));
        return await ServeAsync(io, options with { Luns = disks.Luns }, disks, portals, isExposed, stop);
    }

    private static async Task<int> ServeAsync(
        CommandIo io, TargetOptions options, ServedDisks disks, TargetPortal[] portals, bool isExposed, CancellationToken stop)
    {
        var talk = TextWriter.Synchronized(io.Error);
        var targets = new TargetServer([options], new Random(), TimeProvider.System, login => talk.WriteLine(login.ToString()))
        {
            OnSessionEnd = end =>
            {
                if (end.Login.TargetName is not null)
                {
                    talk.WriteLine(end.ToString());
                }
            },
        };
        try
        {
            await using var server = IscsiTargetServer.Start(targets, portals, isExposed: isExposed, logoutLimit: LogoutLimit);
            foreach (var portal in server.Portals)
            {
                io.Output.WriteLine($"iscsi://{portal.EndPoint}/{options.Name}");
            }

            foreach (var line in disks.Described)
            {
                io.Output.WriteLine(line);
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
            throw CommandFailure.Fatal($"{string.Join(" and ", portals.Select(portal => portal.EndPoint))}: {taken.Message}; give another address or port with --portal");
        }

        disks.Flush();
        return ExitCode.Fine;
    }

    private static TargetPortal Portal(string text, bool isExposed)
    {
        if (!TargetPortal.TryParse(text, out var portal))
        {
            throw CommandFailure.Usage($"--portal: found '{text}', expected a loopback address and a port such as 127.0.0.1:3260");
        }

        return isExposed || IPAddress.IsLoopback(portal.EndPoint.Address)
            ? portal
            : throw CommandFailure.Usage($"--portal: found '{text}', expected a loopback address and a port such as 127.0.0.1:3260; with --expose others may reach the disks");
    }

    private static TargetChap? Chap(string? chap, string? mutualChap)
    {
        if (chap is null)
        {
            return mutualChap is null ? null : throw CommandFailure.Usage("--mutual-chap: needs --chap beside it, for an initiator proves itself first");
        }

        var (username, password) = Credentials("--chap", chap);
        var one = new TargetChap { Username = username, Password = password };
        if (mutualChap is null)
        {
            return one;
        }

        var (reverseUsername, reversePassword) = Credentials("--mutual-chap", mutualChap);
        return reversePassword != password
            ? one with { ReverseUsername = reverseUsername, ReversePassword = reversePassword }
            : throw CommandFailure.Usage("--mutual-chap: found the secret of --chap, expected another one (RFC 7143, 9.2.1)");
    }

    // What was given may be the secret and is not repeated.
    private static (string Username, string Password) Credentials(string option, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < text.Length - 1 ? (text[..colon], text[(colon + 1)..]) : throw CommandFailure.Usage($"{option}: expected USER:SECRET");
    }

    private static DigestPolicy Digest(string? text, string which) => text switch
    {
        null => DigestPolicy.Allowed,
        "none" => DigestPolicy.Refused,
        "both" => DigestPolicy.Demanded,
        "header" or "data" => text == which ? DigestPolicy.Demanded : DigestPolicy.Allowed,
        _ => throw CommandFailure.Usage($"--digest: found '{text}', expected header, data, both or none"),
    };

    private static TimeSpan Ping(double seconds) => seconds is > 0 and <= 86400
        ? TimeSpan.FromSeconds(seconds)
        : throw CommandFailure.Usage($"--ping: found {seconds}, expected seconds from 0.1 to 86400");

    private static TargetFault Fault(string text) =>
        TargetFault.TryParse(text, out var fault, out var error) ? fault : throw CommandFailure.Usage($"--fault: {error}");
}

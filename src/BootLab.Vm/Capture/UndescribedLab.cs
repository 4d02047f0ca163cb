using System.Text;
using System.Text.RegularExpressions;
using BootLab.Machine;

namespace BootLab.Vm.Capture;

/// <summary>
/// A lab whose iPXE writes no table: its scripts attach drives with <c>--no-describe</c>, and where a DHCP server names a drive, which iPXE describes always, it names a script that boots that drive instead.
/// </summary>
internal static partial class UndescribedLab
{
    private const byte RootPath = 17;

    /// <summary>The networks with such scripts.</summary>
    /// <exception cref="VmException">A drive is named beside a script: iPXE describes it before it starts the script.</exception>
    public static IReadOnlyList<NetworkSpec> Of(string lab, IReadOnlyList<NetworkSpec> networks) => [.. networks.Select(network => Of(lab, network))];

    private static NetworkSpec Of(string lab, NetworkSpec network)
    {
        var files = network.TftpFiles.ToDictionary(file => file.Key, file => WithoutDescribing(file.Value));
        if (network.Dhcp is not { } dhcp)
        {
            return network with { TftpFiles = files };
        }

        DhcpAnswerSpec[] answers = [dhcp.Answer, .. dhcp.Classes.Select(one => one.Answer), .. dhcp.Reservations.Select(kept => kept.Answer)];
        if (answers.Any(answer => PathOf(answer) is not null) && answers.Any(answer => !string.IsNullOrEmpty(answer.File)))
        {
            throw new VmException($"{lab}: found a root path beside a boot file on {network.Name}, expected one of them: iPXE writes its table for a root path before it starts a file; have the script boot the drive by its URI");
        }

        return network with
        {
            Dhcp = dhcp with
            {
                Answer = ByScript(dhcp.Answer),
                Classes = [.. dhcp.Classes.Select(one => one with { Answer = ByScript(one.Answer) })],
                Reservations = [.. dhcp.Reservations.Select(kept => kept with { Answer = ByScript(kept.Answer) })],
            },
            TftpFiles = files,
        };

        DhcpAnswerSpec ByScript(DhcpAnswerSpec answer)
        {
            if (PathOf(answer) is not { } path)
            {
                return answer;
            }

            var name = $"no-describe-{files.Count}.ipxe";
            files[name] = ContentSpec.FromText($"#!ipxe\nsanboot --no-describe {path}\n");
            return answer with { File = name, Options = [.. answer.Options.Where(option => option.Code != RootPath)] };
        }
    }

    private static string? PathOf(DhcpAnswerSpec answer) =>
        answer.Options.FirstOrDefault(option => option.Code == RootPath) is { Value.Length: > 0 } path ? Encoding.UTF8.GetString(path.Value.Span) : null;

    private static ContentSpec WithoutDescribing(ContentSpec file)
    {
        var content = file.ReadAllBytes();
        return content.AsSpan().StartsWith("#!ipxe"u8) || content.AsSpan().StartsWith("#!gpxe"u8)
            ? ContentSpec.FromText(Describing().Replace(Encoding.UTF8.GetString(content), "$0 --no-describe"))
            : file;
    }

    // A command that attaches a drive, at the beginning of a line or after another one, unless one of its options says it already.
    [GeneratedRegex(@"(?<=^|\n|&&|\|\|)[ \t]*(sanhook|sanboot)\b(?![^\n|&]* (--no-describe|-n)\b)")]
    private static partial Regex Describing();
}

using System.Text;
using System.Text.RegularExpressions;

namespace BootLab.Vm.Pieces;

/// <summary>What programs of this host need beside themselves.</summary>
internal static partial class SharedLibraries
{
    /// <summary>The paths of their libraries and of the dynamic loader, where the loader will look for them.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(IEnumerable<string> programs, CancellationToken cancellation)
    {
        var output = await HostProgram.RunAsync(HostProgram.Require("ldd", "libc-bin"), programs, cancellation: cancellation);
        return [.. Line().Matches(Encoding.UTF8.GetString(output)).Select(line => line.Groups["path"].Value).Distinct()];
    }

    // "name => /path (address)", or for the loader "/path (address)"
    [GeneratedRegex(@"^\s*(\S+ => )?(?<path>/\S+) \(0x", RegexOptions.Multiline)]
    private static partial Regex Line();
}

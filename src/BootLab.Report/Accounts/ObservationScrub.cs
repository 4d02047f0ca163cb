using System.Net;

namespace BootLab.Report.Accounts;

/// <summary>An observation with neutral values.</summary>
internal static class ObservationScrub
{
    // Vendor classes that tell a system; another one may be a site's own.
    private static readonly string[] s_clients = ["MSFT 5.0", "PXEClient", "HTTPClient", "(none)"];

    public static Observation Of(Observation seen, Scrubber scrubber) => seen with
    {
        Lab = "lab",
        LabFile = "",
        TableOf = seen.TableOf == Observation.TableOfFile ? seen.TableOf : "lab",
        Table = TableScrub.Of(seen.Table, scrubber) ?? [],
        Boots = [.. seen.Boots.Select(boot => Boot(boot, scrubber))],
        Notes = [], // they call the lab's networks by their names
    };

    private static ObservedBoot Boot(ObservedBoot boot, Scrubber scrubber) => boot with
    {
        Logins =
        [
            .. boot.Logins.Select(login => login with
            {
                From = IPAddress.TryParse(login.From, out var from) ? scrubber.Address(from).ToString() : "",
                Initiator = login.Initiator is { } initiator ? scrubber.Word(initiator) : null,
                Target = login.Target is { } target ? scrubber.Word(target) : null,
                Isid = Isid(login.Isid),
            }),
        ],
        Nics = [.. boot.Nics.Select(nic => nic with { Name = scrubber.Label(nic.Name, "nic"), DhcpClients = [.. nic.DhcpClients.Select(name => s_clients.Contains(name) ? name : scrubber.Label(name, "client"))] })],
    };

    /// <summary>Who wrote the initiator: an enterprise number of four bytes (type 01b), else an OUI of three. What follows may be made of a MAC address.</summary>
    private static string Isid(string isid)
    {
        var kept = isid.Length > 0 && isid[0] is >= '4' and <= '7' ? 8 : 6;
        return isid.Length > kept ? isid[..kept] + new string('0', isid.Length - kept) : isid;
    }
}

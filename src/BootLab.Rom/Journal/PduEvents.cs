using System.Net;
using BootLab.Iscsi.Wire;

namespace BootLab.Rom.Journal;

/// <summary>Every iSCSI PDU of a boot as an event, so that the log can be counted against a capture.</summary>
internal static class PduEvents
{
    public static PduObserver Observe(BootJournal journal, IPEndPoint portal)
    {
        var address = portal.ToString();
        return (direction, pdu) =>
        {
            var opcode = pdu.Header.Opcode.ToString();
            journal.Record("iscsi", direction == PduDirection.Sent ? "pdu-sent" : "pdu-received", opcode, ("portal", address), ("opcode", opcode), ("length", pdu.Data.Length));
        };
    }
}

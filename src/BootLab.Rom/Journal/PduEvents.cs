using System.Net;
using BootLab.Iscsi.Wire;

namespace BootLab.Rom.Journal;

/// <summary>Every iSCSI PDU of a boot as an event, so that the log can be counted against a capture.</summary>
internal static class PduEvents
{
    public static PduObserver Observe(BootJournal journal, IPEndPoint portal) => (direction, pdu) => journal.Record(
        "iscsi", direction == PduDirection.Sent ? "pdu-sent" : "pdu-received", pdu.Header.Opcode.ToString(),
        ("portal", portal.ToString()), ("opcode", pdu.Header.Opcode.ToString()), ("length", pdu.Data.Length));
}

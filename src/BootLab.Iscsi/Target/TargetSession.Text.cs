using System.Globalization;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

// Text requests: SendTargets (RFC 7143, Appendix C), in pieces when the answer is longer than the initiator takes.
public sealed partial class TargetSession
{
    private const int MaxTextLength = 64 * 1024;

    private readonly List<byte> _textTaken = [];
    private byte[] _textLeft = [];
    private uint _textTag = PduHeader.ReservedTag;

    private void HandleText(TextRequest request, Pdu pdu)
    {
        // A tag carries on what one request or one answer could not hold; without one begins something new (RFC 7143, 11.10.4).
        if (request.TargetTransferTag != _textTag && request.TargetTransferTag != PduHeader.ReservedTag)
        {
            SendReject(Reject.ProtocolError, pdu.Header);
            return;
        }

        if (request.TargetTransferTag == PduHeader.ReservedTag)
        {
            _textTaken.Clear();
            _textLeft = [];
        }

        if (_textLeft.Length == 0)
        {
            if (_textTaken.Count + pdu.Data.Length > MaxTextLength)
            {
                EndText();
                SendReject(Reject.ProtocolError, pdu.Header);
                return;
            }

            _textTaken.AddRange(pdu.Data);
            if (request.Continue)
            {
                _textTag = NextTransferTag();
                Send(new TextResponse(0, 0, request.InitiatorTaskTag, _textTag, _statSN++, _expCmdSN, MaxCmdSN));
                return;
            }

            // A key comes once in a negotiation (RFC 7143, 6.2).
            if (!TextKeys.TryRead(_textTaken.ToArray(), out var keys, out _) || keys.Count > TargetLogin.MaxKeys || keys.DistinctBy(key => key.Key).Count() < keys.Count)
            {
                EndText();
                SendReject(Reject.ProtocolError, pdu.Header);
                return;
            }

            _textLeft = TextKeys.ToBytes(Answer(keys));
        }

        SendText(request.InitiatorTaskTag);
    }

    private void SendText(uint tag)
    {
        var length = Math.Min(_textLeft.Length, _login.Parameters.MaxRecvDataSegmentLength);
        var piece = _textLeft.AsSpan(0, length);
        _textLeft = _textLeft[length..];
        var isLast = _textLeft.Length == 0;
        if (isLast)
        {
            EndText();
        }
        else
        {
            _textTag = NextTransferTag();
        }

        Send(new TextResponse((byte)(isLast ? 0x80 : 0x40), 0, tag, _textTag, _statSN++, _expCmdSN, MaxCmdSN), piece);
    }

    private void EndText()
    {
        _textTaken.Clear();
        _textLeft = [];
        _textTag = PduHeader.ReservedTag;
    }

    private IEnumerable<TextKey> Answer(List<TextKey> keys)
    {
        foreach (var (key, value) in keys)
        {
            if (key == "MaxRecvDataSegmentLength")
            {
                // The one operational key that may change after the login (RFC 7143, 13.12).
                var ok = _login.Parameters.TryDeclareAgain(value);
                yield return new TextKey(key, ok ? SessionParameters.OwnMaxRecvDataSegmentLength.ToString(CultureInfo.InvariantCulture) : "Reject");
                continue;
            }

            if (key != "SendTargets")
            {
                yield return new TextKey(key, "NotUnderstood");
                continue;
            }

            foreach (var node in _server.Nodes)
            {
                var isWanted = _login.IsDiscovery ? value == "All" || value == node.Options.Name : (value.Length == 0 ? node == Node : value == node.Options.Name);
                if (isWanted && node.Admits(_login.InitiatorName!))
                {
                    yield return new TextKey("TargetName", node.Options.Name);
                    foreach (var portal in _server.PortalsOf(node.Options, _portal))
                    {
                        yield return new TextKey("TargetAddress", portal.ToString());
                    }
                }
            }
        }
    }
}

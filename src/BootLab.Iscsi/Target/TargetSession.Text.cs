using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

// Text requests: SendTargets (RFC 7143, Appendix C), in pieces when the answer is longer than the initiator takes.
public sealed partial class TargetSession
{
    private byte[] _textLeft = [];
    private uint _textTag;

    private void HandleText(TextRequest request, Pdu pdu)
    {
        if (request.TargetTransferTag != PduHeader.ReservedTag)
        {
            if (request.TargetTransferTag != _textTag || _textLeft.Length == 0)
            {
                SendReject(Reject.ProtocolError, pdu);
                return;
            }
        }
        else if (!TextKeys.TryRead(pdu.Data, out var keys, out _))
        {
            SendReject(Reject.ProtocolError, pdu);
            return;
        }
        else
        {
            _textLeft = TextKeys.ToBytes(Answer(keys));
        }

        var length = Math.Min(_textLeft.Length, _login.Parameters.MaxRecvDataSegmentLength);
        var piece = _textLeft.AsSpan(0, length);
        _textLeft = _textLeft[length..];
        var isLast = _textLeft.Length == 0;
        _textTag = isLast ? PduHeader.ReservedTag : _transferTag++;
        Send(new TextResponse((byte)(isLast ? 0x80 : 0x40), 0, request.InitiatorTaskTag, _textTag, _statSN++, _expCmdSN, MaxCmdSN), piece);
    }

    private IEnumerable<TextKey> Answer(List<TextKey> keys)
    {
        foreach (var (key, value) in keys)
        {
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
                    yield return new TextKey("TargetAddress", $"{_portal},{node.Options.PortalGroupTag}");
                }
            }
        }
    }
}

using System.Text;

namespace BootLab.Iscsi.Wire;

/// <summary>A PDU in one line, for logs.</summary>
public static class PduText
{
    /// <summary>Names the PDU and its most telling fields. CHAP responses are masked: whoever has one can try secrets against it.</summary>
    public static string Describe(Pdu pdu)
    {
        var header = pdu.Header;
        var text = new StringBuilder();
        text.Append(Enum.IsDefined(header.Opcode) ? header.Opcode.ToString() : $"opcode 0x{(byte)header.Opcode:x2}");
        switch (header.Opcode)
        {
            case Opcode.LoginRequest:
                var request = LoginRequest.Read(header);
                text.Append($" {Stages(request.CurrentStage, request.Transit, request.NextStage)}");
                AppendKeys(text, pdu.Data);
                break;
            case Opcode.LoginResponse:
                var response = LoginResponse.Read(header);
                text.Append($" {Stages(response.CurrentStage, response.Transit, response.NextStage)} status {response.StatusClass:x2}{response.StatusDetail:x2}");
                AppendKeys(text, pdu.Data);
                break;
            case Opcode.TextRequest or Opcode.TextResponse:
                AppendKeys(text, pdu.Data);
                break;
            case Opcode.ScsiCommand:
                var command = ScsiCommand.Read(header);
                text.Append($" tag {command.InitiatorTaskTag:x8} LUN {command.Lun:x16} CDB {Convert.ToHexStringLower(header.Bytes[32..])}");
                text.Append($" expects {command.ExpectedDataTransferLength}");
                break;
            case Opcode.ScsiResponse:
                text.Append($" tag {header.InitiatorTaskTag:x8} status {header.Bytes[3]:x2}");
                break;
            case Opcode.DataIn or Opcode.DataOut:
                text.Append($" tag {header.InitiatorTaskTag:x8} offset {header.Word(40)} length {pdu.Data.Length}");
                break;
            case Opcode.Reject:
                text.Append($" reason {header.Bytes[2]:x2}");
                break;
            default:
                text.Append($" tag {header.InitiatorTaskTag:x8}");
                break;
        }

        return text.ToString();
    }

    private static string Stages(LoginStage current, bool transit, LoginStage next) => transit ? $"{current} -> {next}" : current.ToString();

    private static void AppendKeys(StringBuilder text, ReadOnlySpan<byte> data)
    {
        _ = TextKeys.TryRead(data, out var keys, out var error);
        foreach (var (key, value) in keys)
        {
            text.Append($" {key}={(key == "CHAP_R" ? "***" : value)}");
        }

        if (error is not null)
        {
            text.Append(" (malformed text)");
        }
    }
}

using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>The value of a DHCP option; <c>false</c> leaves it out and reads as no bytes.</summary>
internal sealed class DhcpOptionShape(DhcpOptionCode code) : Shape<byte[]>
{
    // An option has one length byte inside 43 and 175; elsewhere it may be split (RFC 3396), within a datagram.
    private readonly int _longest = code.Sub is null ? 1024 : 255;

    private readonly DhcpOptionType _type = DhcpOptions.TypeOf(code);

    public override string What => $"{DhcpOptionValues.Expected(_type)}; or false to leave the option out";

    public override void Check(YamlNode node, LabContext context)
    {
        if (IsFalse(node))
        {
            return;
        }

        var before = context.ErrorCount;
        if (node is ListNode list && DhcpOptionValues.IsList(_type))
        {
            foreach (var item in list.Items.TakeWhile(_ => !context.IsFull).Where(item => item is not ScalarNode scalar || !DhcpOptionValues.TryEncode(scalar, _type, out _)))
            {
                context.Expected(item, this);
            }
        }
        else if (node is not ScalarNode scalar || !DhcpOptionValues.TryEncode(scalar, _type, out _))
        {
            context.Expected(node, this);
        }

        if (context.ErrorCount == before && Read(node, context).Length > _longest)
        {
            context.Report(node, $"found more than {_longest} bytes for option {code}, expected fewer");
        }
    }

    public override byte[] Read(YamlNode node, LabContext context)
    {
        if (IsFalse(node))
        {
            return [];
        }

        return [.. (node is ListNode list ? list.Items : [node]).SelectMany(item =>
        {
            DhcpOptionValues.TryEncode((ScalarNode)item, _type, out var bytes);
            return bytes;
        })];
    }

    public override JsonObject ToSchema(SchemaDefinitions definitions)
    {
        var value = _type is DhcpOptionType.UInt8 or DhcpOptionType.UInt16 or DhcpOptionType.UInt32
            ? new JsonObject { ["anyOf"] = new JsonArray(Number(), new JsonObject { ["type"] = "string", ["pattern"] = "^hex:" }) }
            : new JsonObject { ["type"] = "string" };
        var choices = new JsonArray(new JsonObject { ["type"] = "boolean", ["enum"] = new JsonArray(false) }, value);
        if (DhcpOptionValues.IsList(_type))
        {
            choices.Add(new JsonObject { ["type"] = "array", ["items"] = value.DeepClone() });
        }

        return new JsonObject { ["anyOf"] = choices };
    }

    private JsonObject Number() => new()
    {
        ["type"] = "integer",
        ["minimum"] = 0,
        ["maximum"] = _type switch { DhcpOptionType.UInt8 => byte.MaxValue, DhcpOptionType.UInt16 => ushort.MaxValue, _ => uint.MaxValue },
    };

    private static bool IsFalse(YamlNode node) => node is ScalarNode { Kind: ScalarKind.Boolean, Text: "false" };
}

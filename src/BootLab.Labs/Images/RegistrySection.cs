using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using BootLab.Disk.Making;
using BootLab.Disk.Registry;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Images;

/// <summary>Values of the registry: keys by their path, in each its values by name. A number is a DWORD, a text a string, a list of texts a list of strings.</summary>
internal static class RegistrySection
{
    private static readonly Key<IReadOnlyList<ValueSpec>> s_controlSet = new("control-set", Values(), "Values below both control sets, such as Control\\CrashControl.");

    private static readonly Key<IReadOnlyList<ValueSpec>> s_system = new("system", Values(), "Values below the root of the SYSTEM hive, such as Select or ControlSet002\\Services\\disk; set last.");

    private static readonly Key<IReadOnlyList<ValueSpec>> s_software = new("software", Values(), "Values below the root of the SOFTWARE hive; set last.");

    public static readonly MapShape<RegistrySpec> Shape = new(
        "registry section",
        "Further values of the registry.",
        [s_controlSet, s_system, s_software],
        map => new RegistrySpec(map.Get(s_controlSet, []), map.Get(s_system, []), map.Get(s_software, [])));

    private static Shape<IReadOnlyList<ValueSpec>> Values() => new KeysShape();

    /// <summary>What the section says.</summary>
    public sealed record RegistrySpec(IReadOnlyList<ValueSpec> ControlSet, IReadOnlyList<ValueSpec> System, IReadOnlyList<ValueSpec> Software);

    private sealed class KeysShape : Shape<IReadOnlyList<ValueSpec>>
    {
        private static readonly EntriesShape<string, IReadOnlyDictionary<string, Func<string, string, ValueSpec>>> s_keys = new(
            "keys by their path",
            ImageScalars.KeyPath,
            new EntriesShape<string, Func<string, string, ValueSpec>>("values by their name", ImageScalars.ValueName, new ValueShape()));

        public override string What => s_keys.What;

        public override void Check(YamlNode node, LabContext context) => s_keys.Check(node, context);

        public override IReadOnlyList<ValueSpec> Read(YamlNode node, LabContext context) =>
            [.. s_keys.Read(node, context).SelectMany(key => key.Value.Select(value => value.Value(key.Key, value.Key)))];

        public override JsonObject ToSchema(SchemaDefinitions definitions) => s_keys.ToSchema(definitions);
    }

    private sealed class ValueShape : Shape<Func<string, string, ValueSpec>>
    {
        private static readonly ScalarShape<long> s_number = Scalars.Whole("a number", 0, uint.MaxValue);
        private static readonly ListShape<string> s_texts = new("a list of texts", Scalars.Text);

        public override string What => "a number up to 0xffffffff, a text, or a list of texts";

        public override void Check(YamlNode node, LabContext context)
        {
            if (Pick(node) is { } shape)
            {
                shape.Check(node, context);
            }
            else
            {
                context.Expected(node, this);
            }
        }

        public override Func<string, string, ValueSpec> Read(YamlNode node, LabContext context)
        {
            var (type, data) = node switch
            {
                ListNode => (RegistryValueType.MultiString, Utf16(string.Concat(s_texts.Read(node, context).Select(text => text + '\0')) + '\0')),
                ScalarNode { Kind: ScalarKind.Text } text => (RegistryValueType.String, Utf16(text.Text + '\0')),
                _ => (RegistryValueType.DWord, Number(s_number.Read(node, context))),
            };
            return (key, name) => new ValueSpec(key, name, type, data);
        }

        public override JsonObject ToSchema(SchemaDefinitions definitions) =>
            new() { ["anyOf"] = new JsonArray(s_number.ToSchema(definitions), Scalars.Text.ToSchema(definitions), s_texts.ToSchema(definitions)) };

        private static Shape? Pick(YamlNode node) => node switch
        {
            ListNode => s_texts,
            ScalarNode { Kind: ScalarKind.Text } => Scalars.Text,
            ScalarNode { Kind: ScalarKind.Integer } => s_number,
            _ => null,
        };

        private static byte[] Utf16(string text) => Encoding.Unicode.GetBytes(text);

        private static byte[] Number(long number)
        {
            var bytes = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)number);
            return bytes;
        }
    }
}

//! The Windows programs as they ship, read as files: how Windows will load and protect them, and what they can reach.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first surprise; the sizes are for whoever reads the output"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use object::LittleEndian as LE;
use object::pe::{
    IMAGE_DIRECTORY_ENTRY_BASERELOC, IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE, IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA,
    IMAGE_DLLCHARACTERISTICS_NX_COMPAT, IMAGE_FILE_RELOCS_STRIPPED, IMAGE_SUBSYSTEM_WINDOWS_CUI,
    IMAGE_SUBSYSTEM_WINDOWS_GUI, RT_GROUP_ICON, RT_MANIFEST, RT_VERSION,
};
use object::read::pe::{ImageNtHeaders as _, ImageOptionalHeader as _, PeFile64, ResourceDirectoryEntryData};
use openjpki_tests::windows::windows_program;

const HOST: &str = "openjpki-host.exe";
const INSTALLER: &str = "openjpki-installer.exe";

/// Libraries that Windows 10 and 11 take from the system's folder wherever a program lies.
/// Source: registry, `Session Manager\KnownDLLs`; `api-ms-win-*` are names of sets, resolved by the system.
const KNOWN: [&str; 13] = [
    "advapi32.dll",
    "combase.dll",
    "gdi32.dll",
    "imm32.dll",
    "kernel32.dll",
    "msvcrt.dll",
    "ole32.dll",
    "oleaut32.dll",
    "rpcrt4.dll",
    "shell32.dll",
    "user32.dll",
    "sechost.dll",
    "ntdll.dll",
];

/// What opens connections, by whatever protocol.
const NETWORK: [&str; 11] = [
    "ws2_32.dll",
    "wsock32.dll",
    "mswsock.dll",
    "winhttp.dll",
    "wininet.dll",
    "urlmon.dll",
    "dnsapi.dll",
    "iphlpapi.dll",
    "netapi32.dll",
    "mpr.dll",
    "httpapi.dll",
];

/// What every other application of the card starts with; see `house.rs`.
const OTHER_APPLICATIONS: [u8; 4] = [0xD3, 0x92, 0x10, 0x00];

struct Program {
    name: &'static str,
    file: Vec<u8>,
}

impl Program {
    fn read(name: &'static str) -> Self {
        let file = fs::read(windows_program(name)).unwrap();
        Self { name, file }
    }

    fn both() -> [Self; 2] {
        [HOST, INSTALLER].map(Self::read)
    }

    fn pe(&self) -> PeFile64<'_> {
        PeFile64::parse(self.file.as_slice()).unwrap()
    }

    /// Library and function, the library in lower case.
    fn imports(&self) -> Vec<(String, String)> {
        let pe = self.pe();
        let table = pe.import_table().unwrap().unwrap();
        let mut descriptors = table.descriptors().unwrap();
        let mut found = Vec::new();
        while let Some(descriptor) = descriptors.next().unwrap() {
            let library = String::from_utf8_lossy(table.name(descriptor.name.get(LE)).unwrap()).to_lowercase();
            let mut functions = table.thunks(descriptor.original_first_thunk.get(LE)).unwrap();
            while let Some(function) = functions.next::<object::pe::ImageNtHeaders64>().unwrap() {
                let (_, name) = table
                    .hint_name(object::read::pe::ImageThunkData::address(function))
                    .unwrap();
                found.push((library.clone(), String::from_utf8_lossy(name).into_owned()));
            }
        }
        found
    }

    fn libraries(&self) -> BTreeSet<String> {
        self.imports().into_iter().map(|(library, _)| library).collect()
    }

    /// The bytes of the only resource of this kind.
    fn resource(&self, kind: u16) -> Vec<u8> {
        let pe = self.pe();
        let sections = pe.section_table();
        let directory = pe
            .data_directories()
            .resource_directory(pe.data(), &sections)
            .unwrap()
            .unwrap();
        let kinds = directory.root().unwrap();
        let mut entry = kinds
            .entries
            .iter()
            .find(|entry| entry.name_or_id().id() == Some(kind))
            .unwrap();
        let mut table;
        loop {
            match entry.data(directory).unwrap() {
                ResourceDirectoryEntryData::Table(next) => table = next,
                ResourceDirectoryEntryData::Data(data) => {
                    let address = data.offset_to_data.get(LE);
                    let bytes = sections.pe_data_at(pe.data(), address).unwrap();
                    return bytes[..usize::try_from(data.size.get(LE)).unwrap()].to_vec();
                }
            }
            assert_eq!(table.entries.len(), 1, "{}: one resource of kind {kind}", self.name);
            entry = &table.entries[0];
        }
    }

    fn manifest(&self) -> String {
        String::from_utf8(self.resource(RT_MANIFEST)).unwrap()
    }

    /// A string of the version resource: the name, padding, the value, each in UTF-16.
    fn version_string(&self, name: &str) -> String {
        let resource = self.resource(RT_VERSION);
        let units: Vec<u16> = resource
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        let wanted: Vec<u16> = name.encode_utf16().chain([0]).collect();
        let at = units.windows(wanted.len()).position(|window| window == wanted).unwrap() + wanted.len();
        let value = units[at..]
            .iter()
            .skip_while(|&&unit| unit == 0)
            .take_while(|&&unit| unit != 0);
        String::from_utf16(&value.copied().collect::<Vec<_>>()).unwrap()
    }

    fn contains(&self, pattern: &[u8]) -> bool {
        self.file.windows(pattern.len()).any(|window| window == pattern)
    }
}

#[test]
#[ignore = "needs the Windows programs: cargo xtask setup --windows"]
fn memory_is_laid_out_at_random_and_what_is_not_code_does_not_run() {
    for program in Program::both() {
        let pe = program.pe();
        let flags = pe.nt_headers().optional_header().dll_characteristics();
        for (flag, name) in [
            (IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE, "DYNAMIC_BASE"),
            (IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA, "HIGH_ENTROPY_VA"),
            (IMAGE_DLLCHARACTERISTICS_NX_COMPAT, "NX_COMPAT"),
        ] {
            assert_eq!(flags & flag, flag, "{}: no {name}", program.name);
        }
        let about = pe.nt_headers().file_header().characteristics.get(LE);
        assert_ne!(
            about & IMAGE_FILE_RELOCS_STRIPPED,
            IMAGE_FILE_RELOCS_STRIPPED,
            "{}: without relocations it cannot move",
            program.name
        );
        let relocations = pe.data_directory(IMAGE_DIRECTORY_ENTRY_BASERELOC).unwrap();
        assert!(
            relocations.size.get(LE) > 1000,
            "{}: hardly any relocations",
            program.name
        );
        for section in pe.section_table().iter() {
            let writable_code = object::pe::IMAGE_SCN_MEM_EXECUTE | object::pe::IMAGE_SCN_MEM_WRITE;
            let flags = section.characteristics.get(LE);
            assert_ne!(
                flags & writable_code,
                writable_code,
                "{}: {:?}",
                program.name,
                section.name
            );
        }
    }
}

#[test]
#[ignore = "needs the Windows programs: cargo xtask setup --windows"]
fn the_host_has_no_console_and_the_installer_has_one() {
    let subsystem = |name| Program::read(name).pe().nt_headers().optional_header().subsystem();
    assert_eq!(subsystem(HOST), IMAGE_SUBSYSTEM_WINDOWS_GUI);
    assert_eq!(subsystem(INSTALLER), IMAGE_SUBSYSTEM_WINDOWS_CUI);
}

#[test]
#[ignore = "needs the Windows programs: cargo xtask setup --windows"]
fn libraries_are_the_system_s_wherever_the_program_lies() {
    for program in Program::both() {
        let manifest = program.manifest();
        for library in program.libraries() {
            let from_system = format!(r#"<file name="{library}" loadFrom="%SystemRoot%\System32\{library}"/>"#);
            let side_by_side = library == "comctl32.dll" && manifest.contains("Microsoft.Windows.Common-Controls");
            assert!(
                KNOWN.contains(&library.as_str())
                    || library.starts_with("api-ms-win-")
                    || side_by_side
                    || manifest.contains(&from_system),
                "{}: another {library} can be put beside the program",
                program.name
            );
        }
        assert!(program.libraries().len() > 3, "{:?}", program.libraries());
    }
}

#[test]
#[ignore = "needs the Windows programs: cargo xtask setup --windows"]
fn nothing_reaches_the_network() {
    for program in Program::both() {
        for library in program.libraries() {
            assert!(!NETWORK.contains(&library.as_str()), "{} uses {library}", program.name);
        }
        for name in NETWORK {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(
                !program.contains(name.as_bytes()) && !program.contains(&wide),
                "{} names {name}, which it could load",
                program.name
            );
        }
    }
}

/// Windows resets a card when a transaction is idle for 5 s; there is none. Source: `SCardBeginTransaction`, remarks.
#[test]
#[ignore = "needs the Windows programs: cargo xtask setup --windows"]
fn the_host_holds_no_transaction_with_a_card() {
    let imports = Program::read(HOST).imports();
    let of_cards: Vec<_> = imports
        .iter()
        .filter(|(library, _)| library == "winscard.dll")
        .map(|(_, function)| function.as_str())
        .collect();
    assert!(of_cards.contains(&"SCardTransmit"), "{of_cards:?}");
    assert!(!of_cards.contains(&"SCardBeginTransaction"), "{of_cards:?}");
}

#[test]
#[ignore = "needs the Windows programs: cargo xtask setup --windows"]
fn windows_can_say_what_the_programs_are() {
    for program in Program::both() {
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(program.version_string("ProductName"), "OpenJPKI");
        assert_eq!(program.version_string("ProductVersion"), version);
        assert_eq!(program.version_string("FileVersion"), version);
        assert_eq!(program.version_string("OriginalFilename"), program.name);
        assert!(program.version_string("FileDescription").starts_with("OpenJPKI: "));
        assert_eq!(program.resource(RT_GROUP_ICON)[..4], [0, 0, 1, 0], "an icon");
        let manifest = program.manifest();
        for part in [
            r#"level="asInvoker" uiAccess="false""#,
            "PerMonitorV2, PerMonitor",
            "<longPathAware xmlns=\"http://schemas.microsoft.com/SMI/2016/WindowsSettings\">true<",
            ">UTF-8</activeCodePage>",
            "{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}",
        ] {
            assert!(manifest.contains(part), "{}: no {part} in {manifest}", program.name);
        }
    }
}

#[test]
#[ignore = "needs the Windows programs: cargo xtask setup --windows"]
fn the_host_knows_no_application_but_jpki_and_the_issuer_domain() {
    let host = Program::read(HOST);
    for ours in [openjpki::jpki::JPKI_APPLICATION, openjpki::jpki::ISSUER_DOMAIN] {
        assert!(
            host.contains(&ours.as_bytes()[..4]),
            "{ours:?} is not found: does this look in the right way?"
        );
    }
    assert!(!host.contains(&OTHER_APPLICATIONS), "another application of the card");
}

#[test]
#[ignore = "needs the Windows programs: cargo xtask setup --windows"]
fn nothing_lies_beside_the_programs() {
    for program in Program::both() {
        let path = windows_program(program.name);
        for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
            let path = entry.unwrap().path();
            let is_library = path
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("dll"));
            assert!(!is_library, "{}", path.display());
        }
        println!("{}: {} bytes", program.name, program.file.len());
        assert!(!Path::new(&path).with_extension("exe.manifest").exists());
    }
}

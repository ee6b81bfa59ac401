-- What wixl does not write, one statement a line, for both packages. xtask fills in @VERSION@. The code page is 932 by then.

-- wixl knows no versions of files; without them Windows would rate our programs as older than those that lie there.
UPDATE File SET Version='@VERSION@.0', Language='0' WHERE File='HostProgram'
UPDATE File SET Version='@VERSION@.0', Language='0' WHERE File='InstallerProgram'
DELETE FROM MsiFileHash WHERE File_='HostProgram'
DELETE FROM MsiFileHash WHERE File_='InstallerProgram'

-- The old package leaves inside the transaction of the new one: if the new one fails, the old one is back.
UPDATE InstallExecuteSequence SET Sequence=1501 WHERE Action='RemoveExistingProducts'

-- What a person reads.
UPDATE LaunchCondition SET Description='これより新しい OpenJPKI がすでに入っています。古い版に戻すときは、先に今の版をアンインストールしてください。 / A newer OpenJPKI is installed already. To go back to this older one, uninstall the newer one first.' WHERE Condition='NOT WIX_DOWNGRADE_DETECTED'
INSERT INTO Property (Property, Value) VALUES ('ARPCOMMENTS', 'マイナンバーカードでサインイン・署名するためのプログラム / Sign in and sign with a My Number Card')

-- wixl writes no short names.
UPDATE File SET FileName='JPKIHOST.EXE|openjpki-host.exe' WHERE File='HostProgram'
UPDATE File SET FileName='JPKIINST.EXE|openjpki-installer.exe' WHERE File='InstallerProgram'
UPDATE File SET FileName='JPKIHOST.JSO|org.openjpki.host.json' WHERE File='HostManifest'
UPDATE File SET FileName='LICMIT.TXT|LICENSE-MIT.txt' WHERE File='LicenceMit'
UPDATE File SET FileName='LICAPACH.TXT|LICENSE-APACHE.txt' WHERE File='LicenceApache'
UPDATE File SET FileName='LICTHIRD.TXT|THIRD-PARTY.txt' WHERE File='ThirdParty'

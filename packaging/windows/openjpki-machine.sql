-- What wixl does not write, one statement a line, for the package for the whole computer: the extension as a policy.

-- A feature of its own for each browser, chosen when an address is given (or was, the last time).
CREATE TABLE `Condition` (`Feature_` CHAR(38) NOT NULL, `Level` SHORT NOT NULL, `Condition` CHAR(255) PRIMARY KEY `Feature_`, `Level`)
INSERT INTO `Condition` (`Feature_`, `Level`, `Condition`) VALUES ('ChromeExtension', 1, 'CHROME_EXTENSION_URL AND CHROME_EXTENSION_URL <> "none"')
INSERT INTO `Condition` (`Feature_`, `Level`, `Condition`) VALUES ('EdgeExtension', 1, 'EDGE_EXTENSION_URL AND EDGE_EXTENSION_URL <> "none"')
UPDATE Property SET Value='WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED;CHROME_EXTENSION_URL;CHROME_EXTENSION_URL_BEFORE;EDGE_EXTENSION_URL;EDGE_EXTENSION_URL_BEFORE' WHERE Property='SecureCustomProperties'

-- The address decides, not which features the older package had.
DELETE FROM Upgrade WHERE ActionProperty='WIX_UPGRADE_DETECTED'
INSERT INTO Upgrade (UpgradeCode, VersionMax, Attributes, ActionProperty) VALUES ('{9822F671-FF4D-4858-B43D-0892ACBDABD7}', '@VERSION@', 0, 'WIX_UPGRADE_DETECTED')

-- The address of the last time, where none is given; before the launch conditions look at it.
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('RecallChromeExtensionUrl', 'NOT CHROME_EXTENSION_URL', 51)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('RecallEdgeExtensionUrl', 'NOT EDGE_EXTENSION_URL', 52)
INSERT INTO InstallUISequence (Action, Condition, Sequence) VALUES ('RecallChromeExtensionUrl', 'NOT CHROME_EXTENSION_URL', 51)
INSERT INTO InstallUISequence (Action, Condition, Sequence) VALUES ('RecallEdgeExtensionUrl', 'NOT EDGE_EXTENSION_URL', 52)

-- What a person reads.
UPDATE LaunchCondition SET Description='CHROME_EXTENSION_URL には、拡張機能の更新マニフェストのアドレス (https:// で始まるもの) か none を指定してください。 / CHROME_EXTENSION_URL must be the address of the update manifest of the extension, beginning with https://, or none.' WHERE Description='chrome'
UPDATE LaunchCondition SET Description='EDGE_EXTENSION_URL には、拡張機能の更新マニフェストのアドレス (https:// で始まるもの) か none を指定してください。 / EDGE_EXTENSION_URL must be the address of the update manifest of the extension, beginning with https://, or none.' WHERE Description='edge'
